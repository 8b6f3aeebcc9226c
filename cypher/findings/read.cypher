// One finding, and what was decided about it, the newest first.
// Parameters: $id (of a finding, or how it begins), $end (of the range of ids that begin so).
// Returns finding, roles of {role, entity, place}, verdicts of {verdict, by, why, at}; two rows where the id is too short.
MATCH (finding:Finding)
WHERE $id <= finding.id < $end
WITH finding LIMIT 2
RETURN finding {.*} AS finding,
       [(finding)-[about:FOUND_ABOUT]->(:Record)-[:ABOUT]->(entity:Entity) |
         {role: about.role, place: about.place, entity: entity.id}] AS roles,
       COLLECT {
         MATCH (finding)<-[:DECIDED]-(verdict:Verdict)
         RETURN verdict {.verdict, .by, .why, .at} ORDER BY verdict.at DESC
       } AS verdicts
