// Entities as they are stored.
// Parameters: $ids. Returns id, properties, labels, identifiers (keys).
UNWIND $ids AS id
MATCH (entity:Entity {id: id})
RETURN id, properties(entity) AS properties, labels(entity) AS labels,
       COLLECT { MATCH (identifier:Identifier)-[:IDENTIFIES]->(entity) RETURN identifier.key } AS identifiers
