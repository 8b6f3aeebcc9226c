// The claims that say a relationship between two entities.
// Parameters: $steps of {place, start, relation, end}, $most (facts of a step). Returns place, facts (ids).
UNWIND $steps AS step
CALL (step) {
  MATCH (:Entity {id: step.start})<-[:ABOUT]-(one:Record)-[claim:CLAIMS {relation: step.relation}]->(other:Record)
  WHERE EXISTS { (other)-[:ABOUT]->(:Entity {id: step.end}) }
  WITH claim ORDER BY claim.seen_from DESC, claim.id LIMIT $most
  RETURN collect(claim.id) AS facts
}
RETURN step.place AS place, facts
