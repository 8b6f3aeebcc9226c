// The records that are about the same things as these, with how they are resolved at present.
// Parameters: $ids. Returns rows, one list of {id, label, resolved, split, about (id of the entity, or of one of which
// nothing is said any more), silent (whether nothing is said of the record), key, arrived}.
UNWIND $ids AS id
MATCH (:Record {id: id})-[:ABOUT]->(about)
WITH DISTINCT about
MATCH (about)<-[:ABOUT]-(record:Record)
RETURN collect({
  id: record.id, label: record.label, resolved: record.resolved, split: coalesce(record.split, false), about: about.id,
  silent: record.seen_from IS NULL, key: record.key, arrived: record.arrived
}) AS rows
