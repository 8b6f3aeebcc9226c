// The changes of the records that an entity has now, the newest first.
// Parameters: $id, $limit. Returns change, its properties with at in milliseconds since 1970.
MATCH (:Entity {id: $id})<-[:ABOUT]-(record:Record)<-[:CHANGED]-(change:Change)
WITH DISTINCT change ORDER BY change.number DESC LIMIT $limit
RETURN change {.*, at: change.at.epochMillis} AS change
