// Writes of agents in a state, the oldest first; of one agent, or of all. Parameters: $state, $agent (or null).
// Returns id, agent, version, person, run, tool, variables, at, state, by.
MATCH (held:AgentWrite {state: $state})
WHERE $agent IS NULL OR held.agent = $agent
RETURN held.id AS id, held.agent AS agent, held.version AS version, held.person AS person, held.run AS run,
       held.tool AS tool, held.variables AS variables, held.at AS at, held.state AS state, held.by AS by
ORDER BY at, id
