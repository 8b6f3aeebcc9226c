// Whether the database answers. No parameters. Returns success.
CALL db.ping()
