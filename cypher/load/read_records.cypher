// Which of these records are stored, in which version, and about which entity. One index seek each.
// Parameters: $ids, a list of record ids.
// Returns rows, one list of {id, label, scopes, row_hash, hash, seen_from and arrived (milliseconds since 1970), parts,
// entity (null while it has none), closed (of a record whose row was closed: when, in milliseconds since 1970)}.
UNWIND $ids AS id
MATCH (record:Record {id: id})
OPTIONAL MATCH (record)-[:ABOUT]->(entity:Entity)
RETURN collect(record {
  .id, .label, .scopes, .row_hash, .hash, .parts, .arrived,
  seen_from: record.seen_from.epochMillis,
  entity: entity.id,
  closed: CASE WHEN record.seen_from IS NULL THEN reduce(last = null, seen IN COLLECT {
    MATCH (record)<-[:VERSION_OF]-(version:Version)
    WHERE version.row_hash IS NOT NULL
    RETURN version.seen_to.epochMillis
  } | CASE WHEN last > seen THEN last ELSE seen END) END
}) AS rows
