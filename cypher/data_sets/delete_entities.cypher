// Delete those of these entities that no record is about any more, with what identified them and what led to them alone.
// Parameters: $ids. Returns nothing.
UNWIND $ids AS id
MATCH (entity:Entity {id: id})
WHERE NOT EXISTS { (entity)<-[:ABOUT]-() }
WITH entity,
     COLLECT { MATCH (identifier)-[:IDENTIFIES]->(entity) RETURN identifier } +
     COLLECT {
       MATCH (former)-[:LEADS_TO]->(entity)
       WHERE NOT EXISTS { (former)<-[:ABOUT]-() }
       RETURN former
     } AS left
DETACH DELETE entity
FOREACH (node IN left | DETACH DELETE node)
