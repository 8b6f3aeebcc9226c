// The organization's influence and community, as a run over the whole graph computed them. Nothing computes them yet, so
// there is no row; what discovery finds is to be read here, through the records that a finding is about.
// Fragment; sees: organization. Markers: VISIBLE. Parameters: none.
// Returns {influence, rank, community, members, computed_at, projection, parameters}; no row where nothing was computed.
MATCH (organization)
WHERE VISIBLE(organization) AND false
RETURN {influence: null, rank: null, community: null, members: null, computed_at: null, projection: null,
        parameters: null, evidence: [], cut: false}
