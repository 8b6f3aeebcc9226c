// Let records be about the entity that was found for them.
// Parameters: $rows of {record, entity}. Returns nothing.
UNWIND $rows AS row
MATCH (record:Record {id: row.record})
MATCH (entity:Entity {id: row.entity})
OPTIONAL MATCH (record)-[about:ABOUT]->()
DELETE about
CREATE (record)-[:ABOUT]->(entity)
