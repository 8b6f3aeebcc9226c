// Entities that something is to be said of, as far as whoever says it may see them.
// Parameters: $ids (of entities, or that they had before), $scopes (list, or null for one who sees everything), $hidden
// (ids of entities that are not there for them), $hidden_labels (labels of such).
// Returns id (as asked), entity, labels, record (the oldest about it), scopes.
UNWIND $ids AS id
CALL (id) {
  MATCH (entity:Entity {id: id})
  RETURN entity
  UNION
  MATCH (:FormerId {id: id})-[:LEADS_TO]->(entity:Entity)
  RETURN entity
}
WITH id, entity
WHERE ($scopes IS NULL OR any(scope IN entity.scopes WHERE scope IN $scopes))
  AND NOT entity.id IN $hidden AND none(label IN labels(entity) WHERE label IN $hidden_labels)
CALL (entity) {
  MATCH (entity)<-[:ABOUT]-(record:Record)
  RETURN record ORDER BY record.arrived, record.key, record.id LIMIT 1
}
RETURN id, entity.id AS entity, labels(entity) AS labels, record.id AS record, entity.scopes AS scopes
