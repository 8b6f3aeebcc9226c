// Stop an agent. It acts again when a declaration of it is approved.
// Parameters: $name, $by, $why, $now. Returns name, nothing where there is none.
MATCH (agent:Agent {name: $name})
SET agent.state = 'stopped', agent.stopped = $now, agent.stopped_by = $by, agent.why = $why
RETURN agent.name AS name
