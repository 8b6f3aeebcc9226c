// How these records are resolved at present, and what they are about.
// Parameters: $ids. Returns rows, one list of {id, resolved, split, entity, key, arrived}.
UNWIND $ids AS id
MATCH (record:Record {id: id})
OPTIONAL MATCH (record)-[:ABOUT]->(entity:Entity)
RETURN collect({
  id: id, resolved: record.resolved, split: coalesce(record.split, false), entity: entity.id,
  key: record.key, arrived: record.arrived
}) AS rows
