// What people decided about findings of a kind. Parameters: $kind. Returns score, right (whether it was confirmed).
MATCH (finding:Finding {kind: $kind})
WHERE finding.verdict IS NOT NULL
RETURN finding.score AS score, finding.verdict <> 'rejected' AS right
