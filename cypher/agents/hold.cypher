// Keep a write of an agent until somebody decides about it, unless too many of its wait.
// Parameters: $id, $agent, $person, $run, $tool, $variables (JSON), $now, $most. Returns id, nothing where too many wait.
MATCH (agent:Agent {name: $agent})
WHERE COUNT { MATCH (waiting:AgentWrite {agent: $agent}) WHERE waiting.state = 'waits' } < $most
CREATE (held:AgentWrite {
  id: $id, agent: $agent, person: $person, run: $run, tool: $tool, variables: $variables, at: $now, state: 'waits'
})
RETURN held.id AS id
