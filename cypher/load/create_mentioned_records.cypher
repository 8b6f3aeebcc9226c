// Records that are only mentioned, with the entity that each founds: they have no values.
// Parameters: $rows of {record, entity, labels}. Returns nothing.
UNWIND $rows AS row
CREATE (record:Record)
SET record = row.record
CREATE (entity:Entity)
SET entity = row.entity, entity:$(row.labels)
CREATE (record)-[:ABOUT]->(entity)
