// Note that records are to be resolved again, if resolution ever ran. Parameters: $at (milliseconds since 1970), $ids.
// Returns nothing.
MATCH (lock:Lock {name: 'resolution'})
MERGE (noted:Unresolved {at: $at})
SET noted.records = coalesce(noted.records, []) + $ids
