// Records of which nothing is said any more: they stay findable from the id of the entity that they would make.
// Parameters: $rows of {id, records}. Returns nothing.
UNWIND $rows AS row
MERGE (former:FormerId {id: row.id})
WITH row, former
CALL (former) {
  MATCH (former)-[leads:LEADS_TO]->()
  DELETE leads
  SET former.record = null
}
UNWIND row.records AS record_id
MATCH (record:Record {id: record_id})
OPTIONAL MATCH (record)-[about:ABOUT]->()
DELETE about
CREATE (record)-[:ABOUT]->(former)
