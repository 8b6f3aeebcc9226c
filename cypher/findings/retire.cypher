// Say of findings of these kinds that a run did not find them again. Parameters: $kinds, $run, $now (datetime).
// Returns how many.
UNWIND $kinds AS kind
MATCH (finding:Finding {kind: kind})
WHERE finding.run <> $run AND finding.gone IS NULL
SET finding.gone = $now
RETURN count(*) AS findings
