// One agent: what it may act by, or where nothing is approved yet what waits.
// Parameters: $name. Returns name, state, version, declaration, owner_roles, owner_scopes, approved_by, waiting, proposed.
MATCH (agent:Agent {name: $name})
RETURN agent.name AS name, agent.state AS state, coalesce(agent.version, agent.waiting) AS version,
       coalesce(agent.declaration, agent.waiting_declaration) AS declaration,
       coalesce(agent.owner_roles, agent.waiting_roles) AS owner_roles,
       coalesce(agent.owner_scopes, agent.waiting_scopes) AS owner_scopes,
       agent.approved_by AS approved_by, agent.waiting AS waiting,
       agent.waiting_declaration AS proposed
