// Store entities as they were computed, and no longer as former ids.
// Parameters: $rows of {id, properties, labels, stale (labels to take away)}. Returns nothing.
UNWIND $rows AS row
OPTIONAL MATCH (former:FormerId {id: row.id})
DETACH DELETE former
WITH row
MERGE (entity:Entity {id: row.id})
SET entity = row.properties, entity:$(row.labels)
REMOVE entity:$(row.stale)
