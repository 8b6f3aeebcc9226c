// Where one value of an entity comes from: the records that say something of the property.
// Parameters: $id, $property, $limit. Returns value, data_set, file, line, id, seen (milliseconds since 1970).
MATCH (:Entity {id: $id})<-[:ABOUT]-(record:Record)
WHERE record[$property] IS NOT NULL
RETURN record[$property] AS value, record.data_set AS data_set, record.file AS file, record.line AS line,
       record.id AS id, record.seen_from.epochMillis AS seen
LIMIT $limit
