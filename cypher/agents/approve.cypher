// Let an agent act by the declaration that waits, if it is this version.
// Parameters: $name, $version, $by, $now. Returns name, nothing where another one waits.
MATCH (agent:Agent {name: $name})
WHERE agent.waiting = $version
SET agent.version = agent.waiting, agent.declaration = agent.waiting_declaration,
    agent.owner_roles = agent.waiting_roles, agent.owner_scopes = agent.waiting_scopes,
    agent.approved_by = $by, agent.approved = $now, agent.state = 'acts'
REMOVE agent.waiting, agent.waiting_declaration, agent.waiting_roles, agent.waiting_scopes
RETURN agent.name AS name
