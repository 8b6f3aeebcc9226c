// Delete records with their versions and claims; a former id that nothing is about any more goes with them.
// Parameters: $ids. Returns nothing.
UNWIND $ids AS id
MATCH (record:Record {id: id})
OPTIONAL MATCH (version:Version)-[:VERSION_OF]->(record)
OPTIONAL MATCH (record)-[:ABOUT]->(former:FormerId)
DETACH DELETE version, record
WITH DISTINCT former
WHERE former IS NOT NULL AND NOT EXISTS { (former)--() }
DELETE former
