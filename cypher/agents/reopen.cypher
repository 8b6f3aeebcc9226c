// Let a write wait again that was approved and could not be kept. Parameters: $id. Returns id.
MATCH (held:AgentWrite {id: $id})
WHERE held.state = 'approved'
SET held.state = 'waits'
REMOVE held.by, held.decided
RETURN held.id AS id
