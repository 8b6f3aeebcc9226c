// The changes of these records, the newest first.
// Parameters: $ids, $limit. Returns change, its properties with at in milliseconds since 1970.
UNWIND $ids AS id
MATCH (:Record {id: id})<-[:CHANGED]-(change:Change)
WITH DISTINCT change ORDER BY change.number DESC LIMIT $limit
RETURN change {.*, at: change.at.epochMillis} AS change
