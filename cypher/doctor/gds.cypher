// Which Graph Data Science this is. No parameters. Returns version.
RETURN gds.version() AS version
