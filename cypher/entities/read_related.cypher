// Which of these pairs of entities have a relationship of the type yet. Expands into the pair, not over a hub.
// Parameters: $rows of {relation, start, end}. Returns relation, start, end.
UNWIND $rows AS row
MATCH (start:Entity {id: row.start})
MATCH (end:Entity {id: row.end})
WITH row, start, end
WHERE EXISTS { (start)-[:$(row.relation)]->(end) }
RETURN row.relation AS relation, row.start AS start, row.end AS end
