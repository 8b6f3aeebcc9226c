// Who has a part in the organization's buying decisions: people who work there (1,000 at most), and people in its deals
// (the 200 newest), with what they look at and whom they report to.
// Fragment; sees: organization. Markers: VISIBLE, HOLDS. Parameters: $now (datetime).
// Returns members of {id, name, title, role, deal_roles, interests, superiors (ids)}, staff (number), evidence, cut.
MATCH (organization)
WHERE VISIBLE(organization)
CALL (organization) {
  MATCH (organization)<-[job:WORKS_FOR WHERE HOLDS(job)]-(person:Person)
  WHERE VISIBLE(person)
  WITH person, max(job.job_title) AS job LIMIT 1001
  RETURN collect({person: person, job: job}) AS staff
}
CALL (organization) {
  MATCH (organization)-[:BUYS]->(deal:Opportunity)
  WHERE VISIBLE(deal)
  WITH DISTINCT deal, deal.at AS at WHERE coalesce(at <= $now, true)
  WITH deal ORDER BY at DESC, deal.id LIMIT 201
  RETURN collect(deal) AS deals
}
CALL (staff, deals) {
  CALL (staff, deals) {
    UNWIND staff[..1000] AS one
    WITH one WHERE one.person.buying_role IS NOT NULL
    RETURN one.person AS person, one.job AS job, [] AS roles
    UNION ALL
    UNWIND deals[..200] AS deal
    MATCH (deal)<-[part:ATTENDED WHERE part.buying_role IS NOT NULL]-(person:Person)
    WHERE VISIBLE(person)
    RETURN person, null AS job, collect(DISTINCT part.buying_role) AS roles
  }
  WITH person, max(job) AS job, reduce(all_ = [], each IN collect(roles) | all_ + each) AS roles
  ORDER BY person.id LIMIT 201
  RETURN collect({id: person.id, name: person.name, title: coalesce(job, person.job_title), role: person.buying_role,
                  deal_roles: roles, interests: coalesce(person.interests, []),
                  superiors: COLLECT {
                    MATCH (person)-[line:REPORTS_TO WHERE HOLDS(line)]->(superior:Person)
                    WHERE VISIBLE(superior)
                    RETURN superior.id LIMIT 5
                  }}) AS members, collect(person)[..10] AS some
}
CALL (some) {
  UNWIND some AS shown
  MATCH (shown)<-[:ABOUT]-(said:Record)
  WHERE VISIBLE(said)
  WITH shown, said ORDER BY said.buying_role IS NULL LIMIT 10
  RETURN collect({fact: said.id, entity: shown.id, observed: said.seen_from.epochMillis}) AS evidence
}
RETURN {members: members[..200], staff: size(staff), evidence: evidence,
        cut: size(staff) > 1000 OR size(deals) > 200 OR size(members) > 200}
