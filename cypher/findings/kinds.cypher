// The kinds of findings that are kept, and how many of each. Returns kind, findings, gone, judged.
MATCH (finding:Finding)
RETURN finding.kind AS kind, count(*) AS findings, count(finding.gone) AS gone, count(finding.verdict) AS judged
ORDER BY kind
