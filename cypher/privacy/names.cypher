// The names of all people and organizations, as they were after the last write of entities.
// Parameters: none. Returns clock (of the last write, milliseconds since 1970), persons, organizations: lists of names.
OPTIONAL MATCH (lock:Lock {name: 'entities'})
WITH coalesce(lock.taken, 0) AS clock
RETURN clock,
       COLLECT { MATCH (n:Person) UNWIND coalesce(n.name, []) + coalesce(n.other_names, []) AS name RETURN DISTINCT name }
         AS persons,
       COLLECT {
         MATCH (n:Organization)
         UNWIND coalesce(n.name, []) + coalesce(n.other_names, []) + coalesce(n.previous_names, []) AS name
         RETURN DISTINCT name
       } AS organizations
