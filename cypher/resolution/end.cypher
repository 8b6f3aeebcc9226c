// A run has ended: what was touched up to its begin is resolved. Parameters: $token, $through (milliseconds since 1970).
// Returns nothing.
MATCH (lock:Lock {name: 'resolution'})
SET lock.token = $token
WITH lock
OPTIONAL MATCH (noted:Unresolved)
WHERE noted.at <= $through
DELETE noted
