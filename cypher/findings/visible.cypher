// Which of these entities are there for a viewer. Marker: VISIBLE. Parameters: $ids (that they
// have or had); the condition reads scopes and hidden.
// Returns ids (as asked).
UNWIND $ids AS id
CALL (id) {
  MATCH (entity:Entity {id: id})
  WHERE VISIBLE(entity)
  RETURN entity
  UNION
  MATCH (:FormerId {id: id})-[:LEADS_TO]->(entity:Entity)
  WHERE VISIBLE(entity)
  RETURN entity
}
RETURN collect(DISTINCT id) AS ids
