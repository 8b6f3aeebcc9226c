// Give records new values. What was stated before stays as a version, closed when the new one was seen; and what comes
// back after it was closed does so no earlier than that. Where other rows had stated the record on the way, the row that
// is about it takes over, and there is no version of what they said.
// Parameters: $rows of {id, record, seen (milliseconds since 1970)}, $open_end (datetime). Returns nothing.
UNWIND $rows AS row
MATCH (record:Record {id: row.id})
WITH row, record, datetime({epochMillis: row.seen}) AS seen,
     record.seen_from IS NOT NULL AND NOT (record.row_hash IS NULL AND row.record.row_hash IS NOT NULL) AS kept
WITH row, record, kept, seen,
     CASE WHEN kept
       THEN [record.seen_from]
       ELSE COLLECT { MATCH (record)<-[:VERSION_OF]-(version:Version) RETURN version.seen_to }
     END AS before
WITH row, record, kept, record.resolved AS resolved, record.split AS split,
     reduce(latest = seen, moment IN before | CASE WHEN moment > latest THEN moment ELSE latest END) AS seen
FOREACH (stated IN CASE WHEN kept THEN [record] ELSE [] END |
  CREATE (version:Version)-[:VERSION_OF]->(stated)
  SET version = properties(stated), version.seen_to = seen, version.resolved = null, version.split = null
)
SET record = row.record, record.seen_from = seen, record.seen_to = $open_end,
    record.resolved = resolved, record.split = split
