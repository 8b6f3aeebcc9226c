// The changes of these records after one, the newest first. Parameters: $ids, $number. Returns number.
UNWIND $ids AS id
MATCH (:Record {id: id})<-[:CHANGED]-(change:Change)
WHERE change.number > $number AND change.undone_by IS NULL
RETURN DISTINCT change.number AS number ORDER BY number DESC
