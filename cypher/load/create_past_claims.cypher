// Claims of an export that was loaded late: what was claimed before what is claimed now.
// Parameters: $rows of {start, end, claim, seen, until (milliseconds since 1970)}. Returns nothing.
UNWIND $rows AS row
MATCH (start:Record {id: row.start})
MATCH (end:Record {id: row.end})
WHERE NOT EXISTS {
  MATCH (start)-[known:CLAIMED {id: row.claim.id}]->(end)
  WHERE known.seen_from = datetime({epochMillis: row.seen})
}
CREATE (start)-[past:CLAIMED]->(end)
SET past = row.claim, past.seen_from = datetime({epochMillis: row.seen}),
    past.seen_to = datetime({epochMillis: row.until})
