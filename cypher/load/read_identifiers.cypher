// Which entities these exclusive identifiers identify. One index seek each.
// Parameters: $keys. Returns key, entity.
UNWIND $keys AS key
MATCH (:Identifier {key: key})-[:IDENTIFIES]->(entity:Entity)
RETURN key, entity.id AS entity
