// When the newest diagnostic was recorded: the day that "now" means for data that ends there.
// No parameters. Returns at. Read from the end of an index.
MATCH (event:Diagnostic)
WHERE event.at IS NOT NULL
RETURN event.at AS at
ORDER BY at DESC
LIMIT 1
