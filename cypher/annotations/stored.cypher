// A note, task or correction as it is said now, with what it is joined to.
// Parameters: $id (of its entity), $data_set, $scopes (list, or null for one who sees everything).
// Returns record (all properties), and claims, a list of {relation, path_end (whether the other record is its end), key,
// label}.
MATCH (entity:Entity {id: $id})<-[:ABOUT]-(record:Record)
WHERE record.data_set = $data_set AND record.row_hash IS NOT NULL
  AND ($scopes IS NULL OR any(scope IN entity.scopes WHERE scope IN $scopes))
RETURN properties(record) AS record, COLLECT {
  MATCH (record)-[claim:CLAIMS]-(other:Record)
  WHERE claim.row = record.id
  RETURN {relation: claim.relation, path_end: startNode(claim) = record, key: other.key, label: other.label}
} AS claims
