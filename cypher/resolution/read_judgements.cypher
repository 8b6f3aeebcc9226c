// Everything that people have decided. No parameters. Returns id, left, right, same (null: cannot tell), by, why.
MATCH (judgement:Judgement)
RETURN judgement.id AS id, judgement.left AS left, judgement.right AS right, judgement.same AS same,
       judgement.by AS by, judgement.why AS why
