// The pairs of which somebody has said that they cannot tell. No parameters. Returns left, right.
MATCH (judgement:Judgement)
WHERE judgement.same IS NULL
RETURN judgement.left AS left, judgement.right AS right
