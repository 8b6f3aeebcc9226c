// The relationship types in use. No parameters. Returns name.
CALL db.relationshipTypes() YIELD relationshipType
RETURN relationshipType AS name
