// The entity that an exclusive identifier identifies. Parameters: $key. Returns entity (id).
MATCH (:Identifier {key: $key})-[:IDENTIFIES]->(entity:Entity)
RETURN entity.id AS entity
