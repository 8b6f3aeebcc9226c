// Keep what an agent is declared to be, until somebody approves it; of an agent of another owner nothing is changed.
// Parameters: $name, $version, $declaration (JSON), $owner, $roles, $scopes (the owner's), $now. Returns owner.
MERGE (agent:Agent {name: $name})
ON CREATE SET agent.owner = $owner, agent.state = 'waits', agent.declared = $now
WITH agent, agent.owner = $owner AS is_theirs
FOREACH (_ IN CASE WHEN is_theirs THEN [1] ELSE [] END |
  SET agent.waiting = $version, agent.waiting_declaration = $declaration,
      agent.waiting_roles = $roles, agent.waiting_scopes = $scopes, agent.changed = $now
)
RETURN agent.owner AS owner
