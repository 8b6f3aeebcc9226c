// From now on loads note what they touch; ask for the lock on which writers take turns first, so that none is missed.
// No parameters. Returns token, by which the last run is known that was kept (null where there was none).
MERGE (lock:Lock {name: 'resolution'})
RETURN lock.token AS token
