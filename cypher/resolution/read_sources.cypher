// Where records stand, and since when their sources have said what they say.
// Parameters: $ids. Returns id, data_set, file, line, seen (milliseconds since 1970), entity (id or null).
UNWIND $ids AS id
MATCH (record:Record {id: id})
OPTIONAL MATCH (record)-[:ABOUT]->(entity:Entity)
RETURN record.id AS id, record.data_set AS data_set, record.file AS file, record.line AS line,
       record.seen_from.epochMillis AS seen, entity.id AS entity
