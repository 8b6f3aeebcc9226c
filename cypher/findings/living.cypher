// What entities are now that had these ids when something was found. Parameters: $ids. Returns id, entity (null where it is gone).
UNWIND $ids AS id
OPTIONAL MATCH (entity:Entity {id: id})
OPTIONAL MATCH (:FormerId {id: id})-[:LEADS_TO]->(survivor:Entity)
RETURN id, coalesce(entity.id, survivor.id) AS entity
