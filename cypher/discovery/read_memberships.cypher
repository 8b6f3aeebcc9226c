// Which community each party was in, as the newest run found it. Parameters: none. Returns entity, community.
MATCH (current:StandingRun {name: 'current'})
MATCH (standing:Standing {run: current.run})
WHERE standing.community IS NOT NULL
RETURN standing.entity AS entity, standing.community AS community
