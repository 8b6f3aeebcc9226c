// Put down what somebody decided about a finding; the newest word counts.
// Parameters: $id, $verdict, $by, $why, $now (datetime). Returns id.
MATCH (finding:Finding {id: $id})
SET finding.verdict = $verdict
CREATE (:Verdict {verdict: $verdict, by: $by, why: $why, at: $now})-[:DECIDED]->(finding)
RETURN finding.id AS id
