// Where facts stand. Parameters: $ids (of records and claims). Returns id, data_set, file, line, closed.
UNWIND $ids AS id
CALL (id) {
  MATCH (record:Record {id: id})
  RETURN record.data_set AS data_set, record.file AS file, record.line AS line, record.seen_to AS seen_to
  UNION ALL
  MATCH (said:Record)-[claim:CLAIMS {id: id}]->(:Record)
  RETURN said.data_set AS data_set, claim.file AS file, claim.line AS line, claim.seen_to AS seen_to
}
RETURN id, data_set, file, line, seen_to.year < 9999 AS closed
