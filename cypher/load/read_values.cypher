// What records say now. Parameters: $ids. Returns record (all properties).
UNWIND $ids AS id
MATCH (record:Record {id: id})
RETURN properties(record) AS record
