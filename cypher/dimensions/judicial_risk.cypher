// The lawsuits, enforcements and penalties that the organization and its owners (three layers, 100 of them) are a party
// of, and what lists say of them. At most 2,000 parts in cases.
// Fragment; sees: organization. Markers: VISIBLE, HOLDS. Parameters: $now (datetime).
// Returns parties of {id, name, person, own, topics}, cases of {party, role, status, tags, cases, amount, currency, newest}
// (newest: milliseconds since 1970; amount: a sum), evidence, cut.
MATCH (organization)
WHERE VISIBLE(organization)
CALL (organization) {
  MATCH (organization) (()<-[above:OWNS WHERE HOLDS(above)]-(up WHERE VISIBLE(up))){0,3} (owner)
  WHERE VISIBLE(owner)
  WITH DISTINCT owner LIMIT 102
  RETURN collect(owner) AS found
}
WITH organization, [organization] + [each IN found WHERE each <> organization] AS found
CALL (organization, found) {
  UNWIND found[..101] AS concerned
  WITH organization, concerned
  MATCH (concerned)-[part:PARTY_TO]->(lawsuit:Lawsuit)
  WHERE VISIBLE(lawsuit) AND coalesce(lawsuit.at <= $now, true)
  WITH organization, concerned, part, lawsuit LIMIT 2001
  WITH concerned, concerned = organization AS own, part.party_role AS role, lawsuit.status AS status,
       lawsuit.tags AS tags, lawsuit.amount_currency AS currency, count(DISTINCT lawsuit) AS cases,
       sum(lawsuit.amount) AS amount, max(lawsuit.at.epochMillis) AS newest, collect(DISTINCT lawsuit)[..10] AS some
  WITH * ORDER BY own DESC, newest DESC
  RETURN collect({party: concerned.id, role: role, status: status, tags: tags, cases: cases, amount: amount,
                  currency: currency, newest: newest}) AS cases, collect(some)[..10] AS shown_ones, sum(cases) > 2000 AS more
}
CALL (found, shown_ones) {
  UNWIND [each IN found[..101] WHERE size(coalesce(each.topics, [])) > 0][..5]
         + reduce(all_ = [], each IN shown_ones | all_ + each)[..10] AS shown
  MATCH (shown)<-[:ABOUT]-(said:Record)
  WHERE VISIBLE(said)
  WITH shown, said LIMIT 10
  RETURN collect({fact: said.id, entity: shown.id, observed: said.seen_from.epochMillis}) AS evidence
}
RETURN {parties: [each IN found[..101] | {id: each.id, name: each.name, person: each:Person, own: each = organization,
                                          topics: coalesce(each.topics, [])}],
        cases: cases, evidence: evidence, cut: size(found) > 101 OR more}
