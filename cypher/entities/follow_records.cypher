// Let the former ids whose founding records are gone lead to what the records that they follow are about now.
// Parameters: $rows of {record, into (id of an entity, or of one of which nothing is said any more)}. Returns nothing.
UNWIND $rows AS row
MATCH (former:FormerId {record: row.record})
OPTIONAL MATCH (living:Entity {id: row.into})
OPTIONAL MATCH (silent:FormerId {id: row.into})
OPTIONAL MATCH (former)-[before:LEADS_TO]->()
DELETE before
WITH DISTINCT former, coalesce(living, silent) AS into
CREATE (former)-[:LEADS_TO]->(into)
