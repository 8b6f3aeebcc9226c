// Records about an entity that there is.
// Parameters: $rows of {record, seen (milliseconds since 1970), about (entity id)}, $open_end (datetime).
// Returns nothing.
UNWIND $rows AS row
MATCH (entity:Entity {id: row.about})
CREATE (record:Record)
SET record = row.record, record.seen_from = datetime({epochMillis: row.seen}), record.seen_to = $open_end
CREATE (record)-[:ABOUT]->(entity)
