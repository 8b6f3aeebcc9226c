// Entities that became part of others: their ids lead there from now on, and so do the ids that led to them.
// Parameters: $rows of {id, into}. Returns nothing.
UNWIND $rows AS row
MATCH (gone:Entity {id: row.id})
MATCH (into:Entity {id: row.into})
OPTIONAL MATCH (former:FormerId)-[:LEADS_TO]->(gone)
FOREACH (id IN CASE WHEN former IS NULL THEN [] ELSE [former] END | CREATE (id)-[:LEADS_TO]->(into))
WITH DISTINCT row, gone, into
DETACH DELETE gone
MERGE (id:FormerId {id: row.id})
MERGE (id)-[:LEADS_TO]->(into)
