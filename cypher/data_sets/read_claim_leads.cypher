// The rows of a data set that lead with a claim, as one range of the index on ids.
// Parameters: $prefix (of the data set), $after (id), $limit. Returns id, table, hash,
// seen (milliseconds since 1970).
MATCH ()-[claim:CLAIMS]->()
WHERE claim.id STARTS WITH $prefix AND claim.id > $after
WITH claim ORDER BY claim.id LIMIT $limit
RETURN claim.id AS id, claim.table AS table, claim.row_hash AS hash, claim.seen_from.epochMillis AS seen
