// What entities are called. Parameters: $ids. Returns id, name (null where there is none), labels.
UNWIND $ids AS id
MATCH (entity:Entity {id: id})
RETURN id, coalesce(entity.name, entity.title) AS name, labels(entity) AS labels
