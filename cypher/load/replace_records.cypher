// Give records new values. What was stated before stays as a version, closed when the new one was seen.
// Parameters: $rows of {id, record, seen (milliseconds since 1970)}, $open_end (datetime). Returns nothing.
UNWIND $rows AS row
MATCH (record:Record {id: row.id})
WITH row, record, datetime({epochMillis: row.seen}) AS seen
WITH row, record, CASE WHEN record.seen_from > seen THEN record.seen_from ELSE seen END AS seen
FOREACH (stated IN CASE WHEN record.seen_from IS NULL THEN [] ELSE [record] END |
  CREATE (version:Version)-[:VERSION_OF]->(stated)
  SET version = properties(stated), version.seen_to = seen
)
SET record = row.record, record.seen_from = seen, record.seen_to = $open_end
