// Who has a part in the organization's buying decisions: people who work there (1,000 at most), and people in its deals
// (the 200 newest), with what they look at and whom they report to.
// Fragment; sees: organization. Parameters: $as_of (date), $now (datetime), $scopes.
// Returns members of {id, name, title, role, deal_roles, interests, superiors (ids)}, staff (number), evidence, cut.
MATCH (organization)
WHERE VISIBLE(organization)
CALL (organization) {
  MATCH (organization)<-[job:WORKS_FOR WHERE HOLDS(job)]-(person:Person)
  WHERE VISIBLE(person)
  WITH DISTINCT person, job.job_title AS title LIMIT 1001
  WITH person, max(title) AS title
  RETURN collect({person: person, title: title}) AS staff
}
CALL (organization) {
  MATCH (organization)-[:BUYS]->(deal:Opportunity)
  WHERE VISIBLE(deal) AND coalesce(deal.at <= $now, true)
  WITH deal ORDER BY deal.at DESC, deal.id LIMIT 201
  WITH collect(deal) AS deals
  UNWIND CASE WHEN size(deals) = 0 THEN [null] ELSE deals[..200] END AS deal
  OPTIONAL MATCH (deal)<-[part:ATTENDED WHERE part.buying_role IS NOT NULL]-(person:Person)
  WHERE VISIBLE(person)
  WITH size(deals) AS many, person, collect(DISTINCT part.buying_role) AS roles
  RETURN collect(CASE WHEN person IS NOT NULL THEN {person: person, roles: roles} END) AS in_deals, max(many) > 200 AS more
}
CALL (staff, in_deals) {
  UNWIND staff[..1000] AS one
  WITH one WHERE one.person.buying_role IS NOT NULL
  RETURN one.person AS person, one.title AS title, [] AS roles
  UNION ALL
  UNWIND in_deals AS one
  RETURN one.person AS person, null AS title, one.roles AS roles
}
WITH organization, staff, more, person, max(title) AS title, reduce(all_ = [], each IN collect(roles) | all_ + each) AS roles
WITH organization, staff, more, person, title, roles LIMIT 201
WITH size(staff) AS staff, more, collect({id: person.id, name: person.name, title: coalesce(title, person.job_title),
  role: person.buying_role, deal_roles: roles, interests: coalesce(person.interests, []),
  superiors: COLLECT {
    MATCH (person)-[line:REPORTS_TO WHERE HOLDS(line)]->(superior:Person)
    WHERE VISIBLE(superior)
    RETURN superior.id LIMIT 5
  }}) AS members, collect(person)[..10] AS some
CALL (some) {
  UNWIND some AS shown
  MATCH (shown)<-[:ABOUT]-(said:Record)
  WHERE VISIBLE(said) AND said.buying_role IS NOT NULL
  WITH shown, said LIMIT 10
  RETURN collect({fact: said.id, entity: shown.id, observed: said.seen_from.epochMillis}) AS evidence
}
RETURN {members: members[..200], staff: staff, evidence: evidence, cut: staff > 1000 OR more OR size(members) > 200}
