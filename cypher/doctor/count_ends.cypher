// How many relationships of each type there are, and how many begin and end at the labels that they may join.
// Read from Neo4j's count store, one number a label.
// Parameters: $rows of {type, start, end (labels)}. Returns type, total, started, ended.
UNWIND $rows AS row
CALL (row) {
  UNWIND row.start AS label
  RETURN sum(COUNT { MATCH (:$(label))-[:$(row.type)]->() }) AS started
}
CALL (row) {
  UNWIND row.end AS label
  RETURN sum(COUNT { MATCH ()-[:$(row.type)]->(:$(label)) }) AS ended
}
RETURN row.type AS type, COUNT { MATCH ()-[:$(row.type)]->() } AS total, started, ended
