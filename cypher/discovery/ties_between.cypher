// What ties some entities to some others on a day. Both are known to be there for the viewer.
// Marker: TYPES. Parameters: $left, $right (ids), $day (date). Returns left, right, type, out (whether it goes out from left).
UNWIND $left AS id
MATCH (one:Entity {id: id})-[tie:TYPES]-(other:Entity)
WHERE other.id IN $right AND (tie.valid_from IS NULL OR tie.valid_from <= $day < tie.valid_to)
RETURN id AS left, other.id AS right, type(tie) AS type, startNode(tie) = one AS out
