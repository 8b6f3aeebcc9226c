// Which of these records are stored, in which version, and about which entity. One index seek each.
// Parameters: $ids, a list of record ids.
// Returns id, label, scopes, row_hash, hash, seen_from and arrived (milliseconds since 1970), parts, entity (null while
// it has none), closed (of a record whose row was closed: when, in milliseconds since 1970).
UNWIND $ids AS id
MATCH (record:Record {id: id})
OPTIONAL MATCH (record)-[:ABOUT]->(entity:Entity)
RETURN record.id AS id, record.label AS label, record.scopes AS scopes, record.row_hash AS row_hash, record.hash AS hash,
       record.seen_from.epochMillis AS seen_from, record.parts AS parts,
       record.arrived AS arrived, entity.id AS entity,
       CASE WHEN record.seen_from IS NULL THEN reduce(last = null, seen IN COLLECT {
         MATCH (record)<-[:VERSION_OF]-(version:Version)
         WHERE version.row_hash IS NOT NULL
         RETURN version.seen_to.epochMillis
       } | CASE WHEN last > seen THEN last ELSE seen END) END AS closed
