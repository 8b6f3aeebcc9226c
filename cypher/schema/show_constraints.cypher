// The constraints that there are. No parameters. Returns name.
SHOW CONSTRAINTS YIELD name
