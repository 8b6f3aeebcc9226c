// Store relationships between entities in place of those that there were.
// Parameters: $rows of {relation, start, end, relationships}. Relations come from the ontology. Returns nothing.
UNWIND $rows AS row
MATCH (from:Entity {id: row.start})
MATCH (to:Entity {id: row.end})
CALL (row, from, to) {
  MATCH (from)-[before:$(row.relation)]->(to)
  DELETE before
}
CALL (row, from, to) {
  UNWIND row.relationships AS properties
  CREATE (from)-[relationship:$(row.relation)]->(to)
  SET relationship = properties
}
