// How many relationships an entity has, by type and direction. Parameters: $id. Returns type, outgoing, count.
MATCH (entity:Entity {id: $id})-[relationship]-(other:Entity)
RETURN type(relationship) AS type, startNode(relationship) = entity AS outgoing, count(*) AS count
ORDER BY type, outgoing DESC
