// Take the lock that all writers of entities share, for the rest of the transaction.
// No parameters. Returns nothing.
MERGE (lock:Lock {name: 'entities'})
SET lock.taken = coalesce(lock.taken, 0) + 1
