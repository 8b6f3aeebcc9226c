// Records that their source no longer states: what they said stays as a version, what is left is a mention.
// Parameters: $rows of {id, seen (milliseconds since 1970)}. Returns nothing.
UNWIND $rows AS row
MATCH (record:Record {id: row.id})
WHERE record.seen_from IS NOT NULL
CREATE (version:Version)-[:VERSION_OF]->(record)
SET version = properties(record),
    version.seen_to = CASE WHEN record.seen_from > datetime({epochMillis: row.seen}) THEN record.seen_from
                           ELSE datetime({epochMillis: row.seen}) END
SET record = {id: version.id, key: version.key, data_set: version.data_set, label: version.label,
              arrived: version.arrived, scopes: version.scopes, resolved: version.resolved, split: version.split}
SET version.resolved = null, version.split = null
