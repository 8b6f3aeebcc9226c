// What has been said of these pairs. Parameters: $ids.
// Returns id, left, right, same (null: cannot tell), by, why, at (milliseconds since 1970).
UNWIND $ids AS id
MATCH (judgement:Judgement {id: id})
RETURN id, judgement.left AS left, judgement.right AS right, judgement.same AS same, judgement.by AS by,
       judgement.why AS why, judgement.at.epochMillis AS at
ORDER BY id
