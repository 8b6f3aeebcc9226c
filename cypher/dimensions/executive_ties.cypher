// The people who hold a post in the organization (200 at most), and where else they sit, have worked or studied: at most
// 1,000 ties. Past jobs and studies are told too, so a tie's interval may have ended: `current` says whether it holds.
// Fragment; sees: organization. Markers: VISIBLE, HOLDS. Parameters: $as_of (date).
// Returns executives (number), ties of {kind, id, name, current, people of {id, name}} (kind: HOLDS_POST, WORKS_FOR,
// STUDIED_AT), evidence, cut.
MATCH (organization)
WHERE VISIBLE(organization)
CALL (organization) {
  MATCH (organization)<-[post:HOLDS_POST WHERE HOLDS(post)]-(executive:Person)
  WHERE VISIBLE(executive)
  WITH DISTINCT executive LIMIT 201
  RETURN collect(executive) AS executives
}
CALL (organization, executives) {
  UNWIND executives[..200] AS executive
  MATCH (executive)-[tie:HOLDS_POST|WORKS_FOR|STUDIED_AT]->(other:Organization)
  WHERE other <> organization AND VISIBLE(other) AND tie.valid_from <= $as_of
  WITH DISTINCT executive, other, type(tie) AS kind, HOLDS(tie) AS current LIMIT 1001
  WITH other, kind, max(current) AS current, collect(DISTINCT executive) AS people, count(*) AS found
  WITH other, kind, current, people, found ORDER BY size(people) DESC, other.id
  RETURN collect({kind: kind, id: other.id, name: other.name, current: current,
                  people: [each IN people | {id: each.id, name: each.name}]}) AS ties,
         [each IN collect({people: people, other: other, kind: kind})[..10] | [each.people[0], each.other, each.kind]] AS first,
         sum(found) > 1000 AS more
}
CALL (first) {
  UNWIND first AS shown
  WITH shown[0] AS executive, shown[1] AS other, shown[2] AS kind
  MATCH (executive)<-[:ABOUT]-(one:Record)
  MATCH (other)<-[:ABOUT]-(two:Record)
  WHERE VISIBLE(one) AND VISIBLE(two)
  WITH kind, other, one, two
  MATCH (one)-[claim:CLAIMS]->(two)
  WHERE claim.relation = kind
  WITH other, claim LIMIT 10
  RETURN collect({fact: claim.id, entity: other.id, observed: claim.seen_from.epochMillis}) AS evidence
}
RETURN {executives: size(executives[..200]), ties: ties, evidence: evidence, cut: size(executives) > 200 OR more}
