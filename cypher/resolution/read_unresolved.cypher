// What was touched since the last run. Parameters: $through (milliseconds since 1970). Returns records (ids), in order.
MATCH (noted:Unresolved)
WHERE noted.at <= $through
RETURN noted.records AS records ORDER BY noted.at
