// The communities of the newest run, the largest first. Parameters: $most.
// Returns community, computed (datetime), projection.
MATCH (current:StandingRun {name: 'current'})
MATCH (community:Community {run: current.run})
RETURN community {.*} AS community, current.computed AS computed, current.projection AS projection
ORDER BY community.size DESC, community.id LIMIT $most
