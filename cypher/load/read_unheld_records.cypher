// Which of these records no claim holds on to and no row is about.
// Parameters: $ids. Returns id.
UNWIND $ids AS id
MATCH (record:Record {id: id})
WHERE record.row_hash IS NULL AND record.seen_from IS NOT NULL AND NOT EXISTS { (record)-[:CLAIMS]-() }
RETURN record.id AS id
