// Records that state something under these labels, in the order of their ids.
// Parameters: $labels, $after, $limit. Returns record (its properties but seen_from, seen_to), entity (id or null).
MATCH (record:Record)
WHERE record.id > $after
WITH record ORDER BY record.id LIMIT $limit
OPTIONAL MATCH (record)-[:ABOUT]->(entity:Entity)
RETURN record.id AS id, record.seen_from IS NOT NULL AND record.label IN $labels AS told,
       CASE WHEN record.seen_from IS NOT NULL AND record.label IN $labels
         THEN record {.*, seen_from: null, seen_to: null, as_said: null} END AS record,
       entity.id AS entity
