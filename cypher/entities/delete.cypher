// Delete entities that have no record any more, and the ids that led to them.
// Parameters: $ids. Returns nothing.
UNWIND $ids AS id
MATCH (entity:Entity {id: id})
OPTIONAL MATCH (former:FormerId)-[:LEADS_TO]->(entity)
DETACH DELETE former, entity
