// Keep what a person has decided about pairs of records; a later word replaces an earlier one.
// Parameters: $rows of {id, left, right, same (null: cannot tell), by, why, at (milliseconds since 1970)}. Returns nothing.
UNWIND $rows AS row
MATCH (left:Record {id: row.left})
MATCH (right:Record {id: row.right})
MERGE (judgement:Judgement {id: row.id})
SET judgement.left = row.left, judgement.right = row.right, judgement.same = row.same, judgement.by = row.by,
    judgement.why = row.why, judgement.at = datetime({epochMillis: row.at})
MERGE (judgement)-[:JUDGED]->(left)
MERGE (judgement)-[:JUDGED]->(right)
