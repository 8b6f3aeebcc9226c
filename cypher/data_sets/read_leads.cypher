// The rows of a data set that lead with a record, as one range of the index on ids.
// Parameters: $prefix (of the data set), $after (id), $limit. Returns id, table, hash,
// seen (milliseconds since 1970).
MATCH (record:Record)
WHERE record.id STARTS WITH $prefix AND record.id > $after
WITH record ORDER BY record.id LIMIT $limit
RETURN record.id AS id, record.table AS table, record.row_hash AS hash, record.seen_from.epochMillis AS seen
