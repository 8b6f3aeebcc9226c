// Entities as they are stored.
// Parameters: $ids. Returns rows, one list of {id, properties, labels, identifiers (keys)}.
UNWIND $ids AS id
MATCH (entity:Entity {id: id})
RETURN collect({
  id: id, properties: properties(entity), labels: labels(entity),
  identifiers: COLLECT { MATCH (identifier:Identifier)-[:IDENTIFIES]->(entity) RETURN identifier.key }
}) AS rows
