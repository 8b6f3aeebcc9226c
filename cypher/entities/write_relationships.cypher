// Store relationships of a type between entities in place of those that there were.
// RELATION stands for the type, out of the ontology.
// Parameters: $rows of {start, end (entity ids), relationships}. Returns nothing.
UNWIND $rows AS row
MATCH (from:Entity {id: row.start})
MATCH (to:Entity {id: row.end})
CALL (row, from, to) {
  MATCH (from)-[before:RELATION]->(to)
  DELETE before
}
CALL (row, from, to) {
  UNWIND row.relationships AS properties
  CREATE (from)-[relationship:RELATION]->(to)
  SET relationship = properties
}
