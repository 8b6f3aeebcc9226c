// The former ids that follow these records. Costs nothing where there is no former id.
// Parameters: $records (ids), $founded (the ids of entities that they founded). Returns id.
MATCH (any:FormerId)
WITH any LIMIT 1
CALL () {
  UNWIND $records AS record
  MATCH (former:FormerId {record: record})
  RETURN former
  UNION
  UNWIND $founded AS id
  MATCH (former:FormerId {id: id})
  RETURN former
}
RETURN former.id AS id
