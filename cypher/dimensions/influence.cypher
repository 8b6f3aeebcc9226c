// The organization's influence and community, as the newest run over the whole graph computed them.
// They rest on rows that a viewer may not see, so that this is read only for those who see every row.
// Fragment; sees: organization. Markers: VISIBLE. Parameters: none.
// Returns {influence, rank, community, members, computed_at, projection, parameters}; no row where nothing was computed.
MATCH (current:StandingRun {name: 'current'})
MATCH (standing:Standing {key: current.run + organization.id})
WHERE VISIBLE(organization)
OPTIONAL MATCH (community:Community {key: current.run + standing.community})
RETURN {influence: standing.influence, rank: standing.rank, community: standing.community, members: community.size,
        computed_at: toString(current.computed), projection: current.projection, parameters: current.parameters,
        evidence: [], cut: false}
