// Which of these entities have a record of another data set.
// The records are filtered after they were reached: as one pattern, a plan made for a young database begins at them all.
// Parameters: $ids, $prefix (of the data set). Returns id.
UNWIND $ids AS id
MATCH (entity:Entity {id: id})
WITH id, [(entity)<-[:ABOUT]-(record) | record.id] AS records
WHERE any(record IN records WHERE NOT record STARTS WITH $prefix)
RETURN id
