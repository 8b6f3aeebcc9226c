// Give records new values. What was stated before stays as a version, closed when the new one was seen; and what comes
// back after it was closed does so no earlier than that.
// Parameters: $rows of {id, record, seen (milliseconds since 1970)}, $open_end (datetime). Returns nothing.
UNWIND $rows AS row
MATCH (record:Record {id: row.id})
WITH row, record, datetime({epochMillis: row.seen}) AS seen,
     CASE WHEN record.seen_from IS NULL
       THEN COLLECT { MATCH (record)<-[:VERSION_OF]-(version:Version) RETURN version.seen_to }
       ELSE [record.seen_from]
     END AS before
WITH row, record, reduce(latest = seen, moment IN before | CASE WHEN moment > latest THEN moment ELSE latest END) AS seen
FOREACH (stated IN CASE WHEN record.seen_from IS NULL THEN [] ELSE [record] END |
  CREATE (version:Version)-[:VERSION_OF]->(stated)
  SET version = properties(stated), version.seen_to = seen
)
SET record = row.record, record.seen_from = seen, record.seen_to = $open_end
