// Entities of which nothing is said any more: their records stay findable from the id.
// Parameters: $rows of {id, records}. Returns nothing.
UNWIND $rows AS row
OPTIONAL MATCH (gone:Entity {id: row.id})
WITH row, gone, COLLECT {
  MATCH (former:FormerId)-[:LEADS_TO]->(gone)
  WHERE NOT EXISTS { (former)<-[:ABOUT]-() }
  RETURN former
} AS left
DETACH DELETE gone
FOREACH (former IN left | DETACH DELETE former)
MERGE (former:FormerId {id: row.id})
WITH row, former
UNWIND row.records AS record_id
MATCH (record:Record {id: record_id})
OPTIONAL MATCH (record)-[about:ABOUT]->()
DELETE about
CREATE (record)-[:ABOUT]->(former)
