// Whether there is anything in the database but the lock on which writers take turns and the seals of audit logs, by
// counts that Neo4j keeps.
// No parameters. Returns anything.
CALL () { MATCH (node) RETURN count(node) AS nodes }
CALL () { MATCH (lock:Lock) RETURN count(lock) AS locks }
CALL () { MATCH (seal:AuditSeal) RETURN count(seal) AS seals }
RETURN nodes > locks + seals AS anything
