// Take the lock that all writers of entities share, for the rest of the transaction.
// The time is one that nobody had before, whatever the clocks of those who write say: it tells which record came first.
// Parameters: $now (milliseconds since 1970). Returns arrived (milliseconds since 1970).
MERGE (lock:Lock {name: 'entities'})
SET lock.taken = CASE WHEN lock.taken >= $now THEN lock.taken + 1 ELSE $now END
RETURN lock.taken AS arrived
