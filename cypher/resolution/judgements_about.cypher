// What people have decided about these records. Parameters: $ids. Returns id, left, right, same.
UNWIND $ids AS id
MATCH (:Record {id: id})<-[:JUDGED]-(judgement:Judgement)
WHERE judgement.same IS NOT NULL
RETURN DISTINCT judgement.id AS id, judgement.left AS left, judgement.right AS right, judgement.same AS same
