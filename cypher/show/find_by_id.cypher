// What an id stands for: an entity, an id that it had, or a record.
// Parameters: $id. Returns entity (id or null), former (whether the id was another entity's).
OPTIONAL MATCH (entity:Entity {id: $id})
OPTIONAL MATCH (former:FormerId {id: $id})
OPTIONAL MATCH (former)-[:LEADS_TO]->(now:Entity)
OPTIONAL MATCH (record:Record {id: $id})
OPTIONAL MATCH (record)-[:ABOUT]->(about:Entity)
RETURN coalesce(entity.id, now.id, about.id) AS entity, former IS NOT NULL AS former
