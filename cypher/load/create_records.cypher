// Records whose entity is found afterwards.
// Parameters: $rows of {record, seen (milliseconds since 1970)}, $open_end (datetime). Returns nothing.
UNWIND $rows AS row
CREATE (record:Record)
SET record = row.record, record.seen_from = datetime({epochMillis: row.seen}), record.seen_to = $open_end
