// Records that are the first about their thing, with the entity that each founds.
// Parameters: $rows of {record, seen (milliseconds since 1970), entity, labels, identifiers}, $open_end (datetime).
// Labels come from the ontology. Returns nothing.
UNWIND $rows AS row
CREATE (record:Record)
SET record = row.record, record.seen_from = datetime({epochMillis: row.seen}), record.seen_to = $open_end
CREATE (entity:Entity)
SET entity = row.entity, entity:$(row.labels)
CREATE (record)-[:ABOUT]->(entity)
FOREACH (key IN row.identifiers |
  MERGE (identifier:Identifier {key: key})
  CREATE (identifier)-[:IDENTIFIES]->(entity)
)
