// Let exclusive identifiers identify the entity that was found for them.
// Parameters: $rows of {key, entity}. Returns nothing.
UNWIND $rows AS row
MERGE (identifier:Identifier {key: row.key})
WITH row, identifier
OPTIONAL MATCH (identifier)-[before:IDENTIFIES]->()
DELETE before
WITH DISTINCT row, identifier
MATCH (entity:Entity {id: row.entity})
CREATE (identifier)-[:IDENTIFIES]->(entity)
