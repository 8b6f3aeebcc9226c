// Let the former ids of entities that a record founded lead to what that record is about now.
// Parameters: $rows of {id, entity}. Returns nothing.
UNWIND $rows AS row
MATCH (former:FormerId {id: row.id})
MATCH (entity:Entity {id: row.entity})
OPTIONAL MATCH (former)-[before:LEADS_TO]->()
DELETE before
WITH DISTINCT former, entity
CREATE (former)-[:LEADS_TO]->(entity)
