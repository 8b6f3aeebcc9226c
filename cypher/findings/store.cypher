// Keep what a run found; what was kept before stays as it was judged.
// A finding is joined to the oldest record about each entity that it is about, so that it follows merge and split.
// Parameters: $rows of {id, kind, score, said (JSON), before (JSON or null), entities, reads, facts, changed (boolean),
// roles of {role, place, entity}}, $now (datetime), $as_of (date), $run. Returns how many.
UNWIND $rows AS row
MERGE (finding:Finding {id: row.id})
ON CREATE SET finding.found = $now, finding.kind = row.kind
SET finding.changed = CASE WHEN row.changed THEN $now ELSE finding.changed END,
    finding.before = CASE WHEN row.changed THEN row.before ELSE finding.before END,
    finding.returned = CASE WHEN finding.gone IS NULL THEN finding.returned ELSE $now END,
    finding.gone = null, finding.last_found = $now, finding.as_of = $as_of, finding.run = $run,
    finding.score = row.score, finding.said = row.said, finding.entities = row.entities,
    finding.reads = row.reads, finding.facts = row.facts
WITH finding, row
CALL (finding, row) {
  OPTIONAL MATCH (finding)-[old:FOUND_ABOUT]->(:Record)
  DELETE old
}
CALL (finding, row) {
  UNWIND row.roles AS part
  MATCH (entity:Entity {id: part.entity})
  CALL (entity) {
    MATCH (entity)<-[:ABOUT]-(record:Record)
    RETURN record ORDER BY record.arrived, record.key, record.id LIMIT 1
  }
  CREATE (finding)-[:FOUND_ABOUT {role: part.role, place: part.place}]->(record)
}
RETURN count(*) AS findings
