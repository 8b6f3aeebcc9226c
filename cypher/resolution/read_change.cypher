// One change. Parameters: $number.
// Returns change, its properties with at in milliseconds since 1970, and records, the ids of those that are still there.
MATCH (change:Change {number: $number})
RETURN change {.*, at: change.at.epochMillis} AS change,
       COLLECT { MATCH (change)-[:CHANGED]->(record:Record) RETURN record.id } AS records
