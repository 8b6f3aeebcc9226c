// What the organization holds, controls and consists of, and what these do, through six layers, parts through three
// below that: at most 500 organizations and 2,000 links. And who stands directly above it.
// Fragment; sees: organization. Markers: VISIBLE, HOLDS. Parameters: none.
// Returns target (id), links of {kind, owner, owned, name, share, indirect} (kind: OWNS, CONTROLS, PART_OF),
// above of {kind, id, name, person, share}, evidence of {fact, entity, observed}, cut.
MATCH (organization)
WHERE VISIBLE(organization)
CALL (organization) {
  MATCH (organization)
        (()-[down:OWNS|CONTROLS WHERE HOLDS(down)]->(below:Organization WHERE VISIBLE(below))){0,6} (held)
  WHERE VISIBLE(held)
  WITH DISTINCT held LIMIT 501
  RETURN collect(held) AS held_ones
}
CALL (held_ones) {
  UNWIND held_ones[..500] AS held
  MATCH (held) (()<-[inner:PART_OF WHERE HOLDS(inner)]-(part:Organization WHERE VISIBLE(part))){0,3} (member)
  WHERE VISIBLE(member)
  WITH DISTINCT member LIMIT 501
  RETURN collect(member) AS members
}
CALL (members) {
  UNWIND members[..500] AS member
  CALL (member) {
    MATCH (member)-[link:OWNS|CONTROLS WHERE HOLDS(link)]->(owned:Organization)
    WHERE VISIBLE(owned)
    RETURN link, owned
    UNION ALL
    MATCH (member)<-[link:PART_OF WHERE HOLDS(link)]-(owned:Organization)
    WHERE VISIBLE(owned)
    RETURN link, owned
  }
  WITH member, link, owned LIMIT 2001
  RETURN collect({kind: type(link), owner: member.id, owned: owned.id, name: owned.name,
                  share: coalesce(link.share, link.share_min), indirect: link.direct = false}) AS links
}
CALL (organization) {
  CALL (organization) {
    MATCH (organization)<-[link:OWNS|CONTROLS WHERE HOLDS(link)]-(upper)
    WHERE VISIBLE(upper) AND (type(link) = 'CONTROLS' OR coalesce(link.share, link.share_min) > 0.5)
    RETURN link, upper
    UNION ALL
    MATCH (organization)-[link:PART_OF WHERE HOLDS(link)]->(upper:Organization)
    WHERE VISIBLE(upper)
    RETURN link, upper
  }
  WITH link, upper LIMIT 50
  RETURN collect({kind: type(link), id: upper.id, name: upper.name, person: upper:Person,
                  share: coalesce(link.share, link.share_min)}) AS above
}
CALL (organization) {
  MATCH (organization)-[largest:OWNS|CONTROLS WHERE HOLDS(largest)]->(next:Organization)
  WHERE VISIBLE(next)
  WITH next, largest ORDER BY coalesce(largest.share, largest.share_min, 0.0) DESC, next.id LIMIT 10
  MATCH (organization)<-[:ABOUT]-(one:Record)
  MATCH (next)<-[:ABOUT]-(other:Record)
  WHERE VISIBLE(one) AND VISIBLE(other)
  WITH next, type(largest) AS kind, one, other
  MATCH (one)-[claim:CLAIMS]->(other)
  WHERE claim.relation = kind
  WITH next, claim LIMIT 10
  RETURN collect({fact: claim.id, entity: next.id, observed: claim.seen_from.epochMillis}) AS holdings
}
CALL (organization) {
  MATCH (organization)<-[inner:PART_OF WHERE HOLDS(inner)]-(next:Organization)
  WHERE VISIBLE(next)
  WITH next ORDER BY next.id LIMIT 10
  MATCH (next)<-[:ABOUT]-(said:Record)
  WHERE VISIBLE(said)
  WITH next, said LIMIT 10
  RETURN collect({fact: said.id, entity: next.id, observed: said.seen_from.epochMillis}) AS parts
}
RETURN {target: organization.id, links: links[..2000], above: above, evidence: (holdings + parts)[..10],
        cut: size(held_ones) > 500 OR size(members) > 500 OR size(links) > 2000}
