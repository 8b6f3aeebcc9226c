// Take numbers for changes; nobody else gets them. Parameters: $count. Returns first.
MERGE (lock:Lock {name: 'changes'})
SET lock.taken = coalesce(lock.taken, 0) + $count
RETURN lock.taken - $count + 1 AS first
