// The records of other data sets of which, as of these, nothing is said any more and that stand under the same id.
// Parameters: $ids, $prefix (of the data set). Returns id.
UNWIND $ids AS id
MATCH (:Record {id: id})-[:ABOUT]->(former:FormerId)
WITH DISTINCT former
MATCH (former)<-[:ABOUT]-(record:Record)
WHERE NOT record.id STARTS WITH $prefix
RETURN record.id AS id
