// An entity as it is. Parameters: $id. Returns properties, labels.
MATCH (entity:Entity {id: $id})
RETURN properties(entity) AS properties, labels(entity) AS labels
