// Whether there is anything in the database but the lock on which writers take turns, by counts that Neo4j keeps.
// No parameters. Returns anything.
CALL () { MATCH (node) RETURN count(node) AS nodes }
CALL () { MATCH (lock:Lock) RETURN count(lock) AS locks }
RETURN nodes > locks AS anything
