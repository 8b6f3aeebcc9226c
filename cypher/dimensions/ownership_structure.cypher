// Who holds what of the organization, of its owners, of theirs, through eight layers: at most 500 organizations that
// are owned and 2,000 holdings, the largest first. Holdings in which an owner is said to hold indirectly are told apart.
// Fragment; sees: organization. Markers: VISIBLE, HOLDS. Parameters: none.
// Returns target (id), followed (ids whose owners were read), holdings of {owner, name, person, owned, owned_name, share, at_least,
// indirect}, evidence of {fact, entity, observed} (claims of the largest direct holdings), cut.
MATCH (organization)
WHERE VISIBLE(organization)
CALL (organization) {
  MATCH (organization) (()<-[above:OWNS WHERE HOLDS(above)]-(up:Organization WHERE VISIBLE(up))){0,8} (owned)
  WHERE VISIBLE(owned)
  WITH DISTINCT owned LIMIT 501
  RETURN collect(owned) AS owned_ones
}
CALL (organization, owned_ones) {
  UNWIND owned_ones[..500] AS owned
  MATCH (owned)<-[holding:OWNS WHERE HOLDS(holding)]-(owner)
  WHERE VISIBLE(owner)
  WITH organization, owned, holding, owner
  ORDER BY coalesce(holding.share, holding.share_min, 0.0) DESC, owner.id LIMIT 2001
  RETURN collect({owner: owner.id, name: owner.name, person: owner:Person, owned: owned.id, owned_name: owned.name, share: holding.share,
                  at_least: holding.share_min, indirect: holding.direct = false}) AS holdings,
         collect(CASE WHEN owned = organization THEN owner END)[..10] AS largest
}
CALL (organization, largest) {
  UNWIND largest AS holder
  MATCH (holder)<-[:ABOUT]-(one:Record)
  MATCH (organization)<-[:ABOUT]-(other:Record)
  WHERE VISIBLE(one) AND VISIBLE(other)
  WITH holder, one, other
  MATCH (one)-[claim:CLAIMS {relation: 'OWNS'}]->(other)
  WITH holder, claim LIMIT 10
  RETURN collect({fact: claim.id, entity: holder.id, observed: claim.seen_from.epochMillis}) AS evidence
}
RETURN {target: organization.id, followed: [each IN owned_ones[..500] | each.id], holdings: holdings[..2000],
        evidence: evidence, cut: size(owned_ones) > 500 OR size(holdings) > 2000}
