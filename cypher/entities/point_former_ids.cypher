// Let the former ids that records founded lead to what those records are about now.
// Costs nothing where there is no former id.
// Parameters: $rows of {id, into (id of an entity, or of one of which nothing is said any more)}. Returns nothing.
MATCH (any:FormerId)
WITH any LIMIT 1
UNWIND $rows AS row
MATCH (former:FormerId {id: row.id})
OPTIONAL MATCH (living:Entity {id: row.into})
OPTIONAL MATCH (silent:FormerId {id: row.into})
OPTIONAL MATCH (former)-[before:LEADS_TO]->()
DELETE before
SET former.record = null
WITH DISTINCT former, coalesce(living, silent) AS into
CREATE (former)-[:LEADS_TO]->(into)
