// Which of these records are stored, in which version, and about which entity. One index seek each.
// Parameters: $ids, a list of record ids.
// Returns id, row_hash, hash, seen_from and arrived (milliseconds since 1970), parts, entity (null while it has none).
UNWIND $ids AS id
MATCH (record:Record {id: id})
OPTIONAL MATCH (record)-[:ABOUT]->(entity:Entity)
RETURN record.id AS id, record.row_hash AS row_hash, record.hash AS hash,
       record.seen_from.epochMillis AS seen_from, record.parts AS parts,
       record.arrived AS arrived, entity.id AS entity
