// These records, as far as they state something under these labels.
// Parameters: $ids, $labels. Returns id, record (its properties but seen_from, seen_to), entity (id or null).
UNWIND $ids AS id
MATCH (record:Record {id: id})
WHERE record.seen_from IS NOT NULL AND record.label IN $labels
OPTIONAL MATCH (record)-[:ABOUT]->(entity:Entity)
RETURN id, record {.*, seen_from: null, seen_to: null, as_said: null} AS record, entity.id AS entity
