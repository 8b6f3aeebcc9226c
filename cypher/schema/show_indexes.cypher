// The indexes that there are. No parameters. Returns name, state.
SHOW INDEXES YIELD name, state
