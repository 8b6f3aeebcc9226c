// Which of some agents act. Parameters: $names. Returns names, those that do.
MATCH (agent:Agent)
WHERE agent.name IN $names AND agent.state = 'acts'
RETURN collect(agent.name) AS names
