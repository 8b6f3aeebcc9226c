// Findings of these kinds, the surest first.
// Parameters: $kinds, $verdicts (which, '' for those that nobody has judged; or null for all), $gone (whether those too that were
// not found again), $since (datetime or null: found, changed or come back since), $entity (id, or null for any), $most.
// Returns finding, roles of {role, entity, place}.
UNWIND $kinds AS kind
MATCH (finding:Finding {kind: kind})
WHERE ($verdicts IS NULL OR coalesce(finding.verdict, '') IN $verdicts)
  AND ($gone OR finding.gone IS NULL)
  AND ($since IS NULL OR finding.found >= $since OR finding.changed >= $since OR finding.returned >= $since)
  AND ($entity IS NULL OR EXISTS { (finding)-[:FOUND_ABOUT]->(:Record)-[:ABOUT]->(:Entity {id: $entity}) })
WITH finding ORDER BY finding.score DESC, finding.id LIMIT $most
RETURN finding {.*} AS finding,
       [(finding)-[about:FOUND_ABOUT]->(:Record)-[:ABOUT]->(entity:Entity) |
         {role: about.role, place: about.place, entity: entity.id}] AS roles
