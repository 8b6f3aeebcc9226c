// The claims of a type from the records of one entity to those of another, and the relationships that they made before.
// The records of both are listed before a claim is looked for between two of them: otherwise the planner expands over
// every claim of one, and a hub has many. RELATION stands for the type, out of the ontology.
// Parameters: $rows of {start, end (entity ids)}, $relation.
// Returns start, end, claims of {claim, seen, data_set}, relationships (properties).
UNWIND $rows AS row
MATCH (from:Entity {id: row.start})
MATCH (to:Entity {id: row.end})
WITH row, from, to,
     COLLECT { MATCH (from)<-[:ABOUT]-(record:Record) RETURN record } AS ones,
     COLLECT { MATCH (to)<-[:ABOUT]-(record:Record) RETURN record } AS others
RETURN row.start AS start, row.end AS end,
  COLLECT {
    UNWIND ones AS one
    UNWIND others AS other
    MATCH (one)-[claim:CLAIMS]->(other)
    WHERE claim.relation = $relation
    RETURN {claim: properties(claim), seen: claim.seen_from.epochMillis, data_set: one.data_set}
  } AS claims,
  COLLECT { MATCH (from)-[relationship:RELATION]->(to) RETURN properties(relationship) } AS relationships
