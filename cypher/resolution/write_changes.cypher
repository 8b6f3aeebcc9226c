// Keep what was changed. Parameters: $rows of {change (number, command, by, why, at, moves), records}. Returns nothing.
UNWIND $rows AS row
CREATE (change:Change)
SET change = row.change, change.at = datetime({epochMillis: row.change.at})
WITH change, row
UNWIND row.records AS id
MATCH (record:Record {id: id})
CREATE (change)-[:CHANGED]->(record)
