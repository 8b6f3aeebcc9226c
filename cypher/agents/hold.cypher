// Keep a write of an agent until somebody decides about it, unless too many of its wait.
// Parameters: $id, $agent, $version (of its declaration), $domains and $roles (what it may read, and as whom), $person,
// $run, $tool, $variables (JSON), $makes (the id of what is written then), $now, $most.
// Returns id, nothing where too many wait.
MATCH (agent:Agent {name: $agent})
WHERE COUNT { MATCH (waiting:AgentWrite {agent: $agent}) WHERE waiting.state = 'waits' } < $most
CREATE (held:AgentWrite {
  id: $id, agent: $agent, version: $version, domains: $domains, roles: $roles, person: $person, run: $run,
  tool: $tool, variables: $variables, makes: $makes, at: $now, state: 'waits'
})
RETURN held.id AS id
