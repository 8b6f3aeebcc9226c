// When somebody last wrote entities: it changes with every write.
// Parameters: none. Returns arrived (milliseconds since 1970; 0 where nobody has).
OPTIONAL MATCH (lock:Lock {name: 'entities'})
RETURN coalesce(lock.taken, 0) AS arrived
