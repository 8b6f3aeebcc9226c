// The claims from the records of one entity to those of another, and the relationships that they made before.
// Both ends are bound before either relationship is expanded into, so that a hub at one end costs nothing.
// Parameters: $rows of {relation, start, end (entity ids)}.
// Returns relation, start, end, claims of {claim, seen, data_set}, relationships (properties).
UNWIND $rows AS row
MATCH (from:Entity {id: row.start})
MATCH (to:Entity {id: row.end})
RETURN row.relation AS relation, row.start AS start, row.end AS end,
  COLLECT {
    MATCH (from)<-[:ABOUT]-(one:Record)
    MATCH (to)<-[:ABOUT]-(other:Record)
    WITH one, other
    MATCH (one)-[claim:CLAIMS {relation: row.relation}]->(other)
    RETURN {claim: properties(claim), seen: claim.seen_from.epochMillis, data_set: one.data_set}
  } AS claims,
  COLLECT {
    MATCH (from)-[relationship:$(row.relation)]->(to)
    RETURN properties(relationship)
  } AS relationships
