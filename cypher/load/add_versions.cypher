// Versions that are older than the one a record has: an export that was loaded late.
// Parameters: $rows of {id, record, seen, until (milliseconds since 1970)}. Returns created, the number of new versions.
UNWIND $rows AS row
MATCH (record:Record {id: row.id})
WITH row, record, datetime({epochMillis: row.seen}) AS seen,
     COLLECT { MATCH (record)<-[:VERSION_OF]-(version:Version) RETURN version } AS known
WHERE none(version IN known WHERE version.seen_from = seen) AND coalesce(record.seen_from > seen, true)
WITH row, record, seen, known,
     [version IN known WHERE version.seen_from < seen AND version.seen_to > seen] AS covering
WITH row, record, seen, covering,
     [version IN known WHERE version.seen_from > seen | version.seen_from] +
     [version IN covering | version.seen_to] +
     [moment IN [datetime({epochMillis: row.until}), record.seen_from] WHERE moment IS NOT NULL] AS ends
FOREACH (version IN covering | SET version.seen_to = seen)
CREATE (version:Version)-[:VERSION_OF]->(record)
SET version = row.record, version.seen_from = seen,
    version.seen_to = reduce(first = ends[0], end IN ends | CASE WHEN end < first THEN end ELSE first END)
RETURN count(*) AS created
