// When entities were last written, for a subquery of a statement whose answer holds free text. Parameters: none.
// Returns milliseconds since 1970, and no row where nobody has written any.
MATCH (lock:Lock {name: 'entities'})
RETURN lock.taken
