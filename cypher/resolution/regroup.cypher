// Let records be resolved to what was found. Parameters: $rows of {id, resolved, split}. Returns nothing.
UNWIND $rows AS row
MATCH (record:Record {id: row.id})
SET record.resolved = row.resolved, record.split = CASE WHEN row.split THEN true END
