// Which entities these exclusive identifiers identify. One index seek each.
// Parameters: $keys. Returns rows, one list of {key, entity}.
UNWIND $keys AS key
MATCH (:Identifier {key: key})-[:IDENTIFIES]->(entity:Entity)
RETURN collect({key: key, entity: entity.id}) AS rows
