// Claims that are the first of their type from one entity to another, with the relationship that each makes.
// Parameters: $rows of {start, end, claim, seen (milliseconds since 1970), relation, relationship},
// $open_end (datetime). Relations come from the ontology. Returns nothing.
UNWIND $rows AS row
MATCH (start:Record {id: row.start})
MATCH (end:Record {id: row.end})
CREATE (start)-[claim:CLAIMS]->(end)
SET claim = row.claim, claim.seen_from = datetime({epochMillis: row.seen}), claim.seen_to = $open_end
WITH row, start, end
MATCH (start)-[:ABOUT]->(from:Entity)
MATCH (end)-[:ABOUT]->(to:Entity)
CREATE (from)-[relationship:$(row.relation)]->(to)
SET relationship = row.relationship
