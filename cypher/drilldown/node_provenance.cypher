// What records say of an entity, as it was known at a moment; the newest first.
// A fragment: `entity` is the node. Parameters: $property (a property that they have to say, or null), $known_at, $most.
// Returns a list: id, data set, label, since when and until when it is said, what is said of the property.
MATCH (entity)<-[:ABOUT]-(now:Record)
WHERE VISIBLE(now)
MATCH (record:Record|Version)-[:VERSION_OF]->{0,1}(now)
WHERE record.seen_from <= datetime($known_at) AND record.seen_to > datetime($known_at)
  AND ($property IS NULL OR record[$property] IS NOT NULL)
WITH now, record ORDER BY record.seen_from DESC, now.id LIMIT $most
RETURN [now.id, now.data_set, now.label, toString(record.seen_from),
        CASE WHEN record.seen_to.year = 9999 THEN null ELSE toString(record.seen_to) END,
        CASE WHEN $property IS NULL THEN null ELSE record[$property] END]
