// Entities that are no more: their ids, and the ids that led to them, lead to what their records are about now.
// Parameters: $rows of {id, into (id of an entity, or of one of which nothing is said any more), record (which the id
// follows where its founding record is gone, or null)}. Returns nothing.
UNWIND $rows AS row
MATCH (gone:Entity {id: row.id})
OPTIONAL MATCH (living:Entity {id: row.into})
OPTIONAL MATCH (silent:FormerId {id: row.into})
WITH row, gone, coalesce(silent, living) AS into,
     COLLECT { MATCH (former:FormerId)-[:LEADS_TO]->(gone) RETURN former } AS led
FOREACH (former IN [each IN led WHERE each <> into] | CREATE (former)-[:LEADS_TO]->(into))
DETACH DELETE gone
WITH row, into
WHERE row.id <> row.into
MERGE (former:FormerId {id: row.id})
SET former.record = row.record
CREATE (former)-[:LEADS_TO]->(into)
