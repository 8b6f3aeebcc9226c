// Some records of a data set with the entity that each is about, as one range of the index on ids.
// Parameters: $prefix (of the data set), $limit. Returns id, entity.
MATCH (record:Record)
WHERE record.id STARTS WITH $prefix
WITH record LIMIT $limit
OPTIONAL MATCH (record)-[:ABOUT]->(entity:Entity)
RETURN record.id AS id, entity.id AS entity
