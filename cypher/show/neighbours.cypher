// Some relationships of one type in one direction, with what they lead to and the claims that make them.
// Parameters: $id, $type, $outgoing, $limit.
// Returns other {id, name, title, labels}, properties, claims of {data_set, file, line, id}.
MATCH (entity:Entity {id: $id})
CALL (entity) {
  WITH entity WHERE $outgoing
  MATCH (entity)-[relationship:$($type)]->(other:Entity)
  RETURN relationship, other LIMIT $limit
  UNION ALL
  WITH entity WHERE NOT $outgoing
  MATCH (entity)<-[relationship:$($type)]-(other:Entity)
  RETURN relationship, other LIMIT $limit
}
RETURN other {.id, .name, .title, labels: labels(other)} AS other, properties(relationship) AS properties,
  COLLECT {
    WITH CASE WHEN $outgoing THEN entity ELSE other END AS from, CASE WHEN $outgoing THEN other ELSE entity END AS to
    MATCH (from)<-[:ABOUT]-(one:Record)
    MATCH (to)<-[:ABOUT]-(two:Record)
    WITH one, two
    MATCH (one)-[claim:CLAIMS {relation: $type}]->(two)
    RETURN claim {data_set: one.data_set, .file, .line, .id} LIMIT 3
  } AS claims
