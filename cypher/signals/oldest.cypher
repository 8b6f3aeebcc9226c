// Since when there are events of a label. Read from the beginning of an index.
// Parameters: $until (datetime). Filled in: {label}, a label of the ontology. Returns at.
MATCH (event:{label})
WHERE event.at < $until
RETURN event.at AS at
ORDER BY at
LIMIT 1
