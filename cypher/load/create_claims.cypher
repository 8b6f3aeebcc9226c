// Claims between stored records. Two index seeks each.
// Parameters: $rows of {start, end, claim, seen (milliseconds since 1970)}, $open_end (datetime). Returns nothing.
UNWIND $rows AS row
MATCH (start:Record {id: row.start})
MATCH (end:Record {id: row.end})
CREATE (start)-[claim:CLAIMS]->(end)
SET claim = row.claim, claim.seen_from = datetime({epochMillis: row.seen}), claim.seen_to = $open_end
