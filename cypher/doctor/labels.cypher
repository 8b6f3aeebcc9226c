// The labels in use. No parameters. Returns name.
CALL db.labels() YIELD label
RETURN label AS name
