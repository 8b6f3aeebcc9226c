// The relationships of a type from one entity to another, where there are any. Expands into the pair, not over a hub.
// Parameters: $rows of {relation, start, end}. Returns relation, start, end, relationships (properties).
UNWIND $rows AS row
MATCH (from:Entity {id: row.start})
MATCH (to:Entity {id: row.end})
MATCH (from)-[relationship:$(row.relation)]->(to)
RETURN row.relation AS relation, row.start AS start, row.end AS end, collect(properties(relationship)) AS relationships
