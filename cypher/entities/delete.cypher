// Delete entities that have no record any more, and the ids that led to them and to nothing else.
// Parameters: $ids. Returns nothing.
UNWIND $ids AS id
MATCH (entity:Entity {id: id})
WITH entity, COLLECT {
  MATCH (former:FormerId)-[:LEADS_TO]->(entity)
  WHERE NOT EXISTS { (former)<-[:ABOUT]-() }
  RETURN former
} AS left
DETACH DELETE entity
FOREACH (former IN left | DETACH DELETE former)
