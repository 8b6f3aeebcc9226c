// What came into force, the newest first. Parameters: none. Returns activation (all properties).
MATCH (activation:PolicyActivation)
RETURN properties(activation) AS activation ORDER BY activation.number DESC
