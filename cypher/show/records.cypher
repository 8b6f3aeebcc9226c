// What the records of an entity say. Parameters: $id, $limit.
// Returns record (its properties but seen_from, seen_to), seen (milliseconds since 1970), versions (number), trust.
MATCH (:Entity {id: $id})<-[:ABOUT]-(record:Record)
WITH record ORDER BY record.arrived, record.key LIMIT $limit
OPTIONAL MATCH (data_set:DataSet {name: record.data_set})
RETURN record {.*, seen_from: null, seen_to: null} AS record, record.seen_from.epochMillis AS seen,
       COUNT { (:Version)-[:VERSION_OF]->(record) } AS versions, data_set.trust AS trust
