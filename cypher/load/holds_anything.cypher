// Whether there is anything in the database but the lock on which writers take turns.
// No parameters. Returns anything.
RETURN EXISTS { MATCH (node) WHERE NOT node:Lock } AS anything
