// Claims that are no longer made, or were replaced: they stay as CLAIMED.
// Parameters: $rows of {id, seen (milliseconds since 1970)}. Returns nothing.
UNWIND $rows AS row
MATCH (start)-[claim:CLAIMS {id: row.id}]->(end)
CREATE (start)-[past:CLAIMED]->(end)
SET past = properties(claim),
    past.seen_to = CASE WHEN claim.seen_from > datetime({epochMillis: row.seen}) THEN claim.seen_from
                        ELSE datetime({epochMillis: row.seen}) END
DELETE claim
