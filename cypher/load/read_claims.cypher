// Claims by id, with the records and entities at their ends. One relationship index seek each.
// Parameters: $ids, a list of claim ids.
// Returns claim (all properties), seen_from (milliseconds since 1970), start, end, start_entity, end_entity.
UNWIND $ids AS id
MATCH (start)-[claim:CLAIMS {id: id}]->(end)
OPTIONAL MATCH (start)-[:ABOUT]->(start_entity:Entity)
OPTIONAL MATCH (end)-[:ABOUT]->(end_entity:Entity)
RETURN properties(claim) AS claim, claim.seen_from.epochMillis AS seen_from, start.id AS start, end.id AS end,
       start_entity.id AS start_entity, end_entity.id AS end_entity
