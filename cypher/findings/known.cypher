// What is kept of findings of these kinds. Parameters: $kinds. Returns id, score, said (JSON), gone, verdict.
UNWIND $kinds AS kind
MATCH (finding:Finding {kind: kind})
RETURN finding.id AS id, finding.score AS score, finding.said AS said, finding.gone AS gone, finding.verdict AS verdict
