// Versions that are older than the one a record has: an export that was loaded late.
// Parameters: $rows of {id, record, seen (milliseconds since 1970)}. Returns created, the number of new versions.
UNWIND $rows AS row
MATCH (record:Record {id: row.id})
WHERE NOT EXISTS {
  MATCH (record)<-[:VERSION_OF]-(known:Version)
  WHERE known.seen_from = datetime({epochMillis: row.seen})
}
OPTIONAL MATCH (record)<-[:VERSION_OF]-(other:Version)
WITH row, record,
     [seen IN collect(other.seen_from) + coalesce(record.seen_from, []) WHERE seen > datetime({epochMillis: row.seen})] AS later
CREATE (version:Version)-[:VERSION_OF]->(record)
SET version = row.record, version.seen_from = datetime({epochMillis: row.seen}),
    version.seen_to = reduce(first = $open_end, seen IN later | CASE WHEN seen < first THEN seen ELSE first END)
RETURN count(*) AS created
