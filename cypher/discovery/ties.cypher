// What ties entities to others on a day, as far as it is there for a viewer.
// Markers: VISIBLE, TYPES (relationship types with | between). Parameters: $ids, $day (date), $most (ties of one), $crowd (a
// degree from which on no more is counted); the condition reads scopes and hidden.
// Returns id, labels, ties: a list of [type, whether it goes out from the entity, the other's id, its labels, its degree].
UNWIND $ids AS id
MATCH (node:Entity {id: id})
WHERE VISIBLE(node)
CALL (node) {
  MATCH (node)-[tie:TYPES]-(other:Entity)
  WHERE VISIBLE(other) AND (tie.valid_from IS NULL OR tie.valid_from <= $day < tie.valid_to)
  WITH node, tie, other LIMIT $most
  RETURN collect([type(tie), startNode(tie) = node, other.id, labels(other), COUNT {
    MATCH (other)-[:TYPES]-(far:Entity)
    WHERE VISIBLE(far)
    RETURN 1 LIMIT $crowd
  }]) AS ties
}
RETURN id, labels(node) AS labels, ties
