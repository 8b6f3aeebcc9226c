// The newest day of which the graph knows something that happened, per label with an index on `at`; nothing where nothing did.
// Parameters: none. Marker: LABEL. Returns at.
MATCH (event:LABEL)
WHERE event.at <= datetime()
RETURN event.at AS at ORDER BY event.at DESC LIMIT 1
