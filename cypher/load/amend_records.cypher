// Add to records that several rows state together: the later row has the last word, no version is kept.
// Parameters: $rows of {id, values}. Returns nothing.
UNWIND $rows AS row
MATCH (record:Record {id: row.id})
SET record += row.values
