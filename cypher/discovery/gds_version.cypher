// The version of Graph Data Science; fails where it is not there. Parameters: none. Returns version.
RETURN gds.version() AS version
