// How many entities there are by label: read from Neo4j's count store, one number a label.
// Parameters: $labels. Returns label, count.
UNWIND $labels AS label
RETURN label, COUNT { MATCH (:$(label)) } AS count
