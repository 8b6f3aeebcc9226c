// Everything that people have said, the newest first. No parameters.
// Returns left, right, same (null: cannot tell), by, why, at (milliseconds since 1970), gone (ids of records that are, or
// of which nothing is said any more).
MATCH (judgement:Judgement)
OPTIONAL MATCH (left:Record {id: judgement.left})-[:ABOUT]->(one:Entity)
OPTIONAL MATCH (right:Record {id: judgement.right})-[:ABOUT]->(other:Entity)
RETURN judgement.left AS left, judgement.right AS right, judgement.same AS same, judgement.by AS by,
       judgement.why AS why, judgement.at.epochMillis AS at,
       [id IN [CASE WHEN one IS NULL THEN judgement.left END, CASE WHEN other IS NULL THEN judgement.right END]
        WHERE id IS NOT NULL] AS gone
ORDER BY judgement.at DESC, judgement.id
