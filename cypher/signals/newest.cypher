// When the newest event of a label happened, by a moment. Read from the end of an index.
// Parameters: $now (datetime). Filled in: {label}, a label of the ontology. Returns at.
MATCH (event:{label})
WHERE event.at <= $now
RETURN event.at AS at
ORDER BY at DESC
LIMIT 1
