// Delete records with their versions and claims, with what people decided about them, and with the changes that were
// about no other record. A former id under which nothing stands any more goes with them, and so do those that led to it.
// Parameters: $ids. Returns nothing.
UNWIND $ids AS id
MATCH (record:Record {id: id})
WITH record,
     COLLECT { MATCH (version:Version)-[:VERSION_OF]->(record) RETURN version } +
     COLLECT { MATCH (judgement:Judgement)-[:JUDGED]->(record) RETURN judgement } AS gone,
     COLLECT { MATCH (change:Change)-[:CHANGED]->(record) RETURN change } AS changes,
     COLLECT { MATCH (record)-[:ABOUT]->(former:FormerId) RETURN former } AS formers
FOREACH (each IN gone | DETACH DELETE each)
DETACH DELETE record
WITH collect(changes) AS changes, collect(formers) AS formers
CALL (changes) {
  UNWIND changes AS some
  UNWIND some AS change
  WITH DISTINCT change
  WHERE NOT EXISTS { (change)-[:CHANGED]->() }
  DELETE change
}
UNWIND formers AS some
UNWIND some AS former
WITH DISTINCT former
WHERE NOT EXISTS { (former)<-[:ABOUT]-() } AND NOT EXISTS { (former)-[:LEADS_TO]->() }
WITH former, COLLECT {
  MATCH (led:FormerId)-[:LEADS_TO]->(former)
  WHERE NOT EXISTS { (led)<-[:ABOUT]-() }
  RETURN led
} AS left
DETACH DELETE former
FOREACH (led IN left | DETACH DELETE led)
