// The relationships of a type from one entity to another, where there are any. Expands into the pair, over no hub.
// RELATION stands for the type, out of the ontology: of a type that is a parameter, the planner reads all there are.
// Parameters: $rows of {start, end (entity ids)}. Returns rows, one list of {start, end, relationships
// (properties)}.
UNWIND $rows AS row
MATCH (from:Entity {id: row.start})
MATCH (to:Entity {id: row.end})
WITH row, COLLECT { MATCH (from)-[relationship:RELATION]->(to) RETURN properties(relationship) } AS relationships
WHERE size(relationships) > 0
RETURN collect({start: row.start, end: row.end, relationships: relationships}) AS rows
