// Decide about a write that waits. Parameters: $id, $state, $by, $now. Returns id, nothing where it does not wait.
MATCH (held:AgentWrite {id: $id})
WHERE held.state = 'waits'
SET held.state = $state, held.by = $by, held.decided = $now
RETURN held.id AS id
