// What ties parties on a day, for ranking what may tie them too. Reads every such relationship. Marker: TYPES.
// Parameters: $day (date). Returns source, target (ids), type, date (text; null where the beginning is unknown).
MATCH (one:Person|Organization)-[tie:TYPES]->(other:Entity)
WHERE tie.valid_from <= $day < tie.valid_to AND one <> other
RETURN one.id AS source, other.id AS target, type(tie) AS type,
       CASE WHEN tie.valid_from.year > 1 THEN toString(tie.valid_from) END AS date
