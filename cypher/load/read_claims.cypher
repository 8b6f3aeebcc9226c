// Claims by id, with the records and entities at their ends. One relationship index seek each.
// Parameters: $ids, a list of claim ids.
// Returns rows, one list of {claim (all properties), seen_from (milliseconds since 1970), start, end, start_entity,
// end_entity}.
UNWIND $ids AS id
MATCH (start)-[claim:CLAIMS {id: id}]->(end)
OPTIONAL MATCH (start)-[:ABOUT]->(start_entity:Entity)
OPTIONAL MATCH (end)-[:ABOUT]->(end_entity:Entity)
RETURN collect({
  claim: properties(claim), seen_from: claim.seen_from.epochMillis, start: start.id, end: end.id,
  start_entity: start_entity.id, end_entity: end_entity.id
}) AS rows
