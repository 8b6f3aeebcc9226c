// Which of these entities have a record of another data set.
// Parameters: $ids, $prefix (of the data set). Returns id.
UNWIND $ids AS id
MATCH (entity:Entity {id: id})
WHERE EXISTS { MATCH (entity)<-[:ABOUT]-(record:Record) WHERE NOT record.id STARTS WITH $prefix }
RETURN id
