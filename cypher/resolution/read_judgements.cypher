// Everything that people have decided, but for what they could not tell. No parameters.
// Returns id, left, right, same, by, why.
MATCH (judgement:Judgement)
WHERE judgement.same IS NOT NULL
RETURN judgement.id AS id, judgement.left AS left, judgement.right AS right, judgement.same AS same,
       judgement.by AS by, judgement.why AS why
