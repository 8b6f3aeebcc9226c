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
CALL (organization, members) {
  UNWIND members[..500] AS member
  WITH organization, member
  CALL (member) {
    MATCH (member)-[link:OWNS|CONTROLS WHERE HOLDS(link)]->(owned:Organization)
    WHERE VISIBLE(owned)
    RETURN link, owned
    UNION ALL
    MATCH (member)<-[link:PART_OF WHERE HOLDS(link)]-(owned:Organization)
    WHERE VISIBLE(owned)
    RETURN link, owned
  }
  WITH organization, member, link, owned LIMIT 2001
  RETURN collect({kind: type(link), owner: member.id, owned: owned.id, name: owned.name,
                  share: coalesce(link.share, link.share_min), indirect: link.direct = false}) AS links,
         collect(CASE WHEN member = organization THEN [type(link), owned] END)[..10] AS first
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
CALL (organization, first) {
  UNWIND first AS shown
  WITH organization, shown[0] AS kind, shown[1] AS next
  MATCH (organization)<-[:ABOUT]-(one:Record)
  MATCH (next)<-[:ABOUT]-(other:Record)
  WHERE VISIBLE(one) AND VISIBLE(other)
  WITH kind, next, one, other
  MATCH (one)-[claim:CLAIMS]-(other)
  WHERE claim.relation = kind
  WITH DISTINCT next, claim LIMIT 10
  RETURN collect({fact: claim.id, entity: next.id, observed: claim.seen_from.epochMillis}) AS evidence
}
RETURN {target: organization.id, links: links[..2000], above: above, evidence: evidence,
        cut: size(held_ones) > 500 OR size(members) > 500 OR size(links) > 2000}
