// What speaks for the organization as a partner: certificates of its own and of its people (500 at most of 1,000 people),
// cases that it has published (500 at most), its industry and tier.
// Fragment; sees: organization. Markers: VISIBLE, HOLDS. Parameters: $as_of (date), $now (datetime).
// Returns industry, tier, certificates of {id, level, field, valid, own}, cases of {id, industry, customers},
// partner_of of {id, name}, evidence, cut.
MATCH (organization)
WHERE VISIBLE(organization)
CALL (organization) {
  CALL (organization) {
    MATCH (organization)-[held:HOLDS_CERTIFICATE]->(certificate:Certificate)
    WHERE VISIBLE(certificate) AND held.valid_from <= $as_of
    RETURN certificate, HOLDS(held) AS valid, true AS own LIMIT 501
    UNION ALL
    MATCH (organization)<-[job:WORKS_FOR WHERE HOLDS(job)]-(person:Person)
    WHERE VISIBLE(person)
    WITH DISTINCT person LIMIT 1001
    MATCH (person)-[held:HOLDS_CERTIFICATE]->(certificate:Certificate)
    WHERE VISIBLE(certificate) AND held.valid_from <= $as_of
    RETURN certificate, HOLDS(held) AS valid, false AS own LIMIT 501
  }
  WITH certificate, max(valid AND coalesce(certificate.expires > $as_of, true)) AS valid, max(own) AS own
  ORDER BY own DESC, valid DESC, certificate.id LIMIT 501
  RETURN collect({id: certificate.id, level: certificate.level, field: certificate.field, valid: valid, own: own}) AS certificates,
         collect(certificate)[..5] AS first_certificates
}
CALL (organization) {
  MATCH (organization)-[:AUTHORED]->(case_:CaseStudy)
  WHERE VISIBLE(case_) AND coalesce(case_.published <= $now, true)
  WITH DISTINCT case_ ORDER BY case_.published DESC, case_.id LIMIT 501
  RETURN collect({id: case_.id, industry: case_.industry}) AS cases, collect(case_)[..5] AS first_cases
}
CALL (organization) {
  MATCH (organization)-[tie:PARTNER_OF WHERE HOLDS(tie)]->(principal:Organization)
  WHERE VISIBLE(principal)
  WITH DISTINCT principal ORDER BY principal.id LIMIT 20
  RETURN collect({id: principal.id, name: principal.name}) AS partner_of
}
CALL (first_certificates, first_cases) {
  UNWIND first_certificates + first_cases AS shown
  MATCH (shown)<-[:ABOUT]-(said:Record)
  WHERE VISIBLE(said)
  WITH shown, said LIMIT 10
  RETURN collect({fact: said.id, entity: shown.id, observed: said.seen_from.epochMillis}) AS evidence
}
RETURN {industry: organization.industry, tier: organization.partner_tier, certificates: certificates[..500],
        cases: cases[..500], partner_of: partner_of, evidence: evidence,
        cut: size(certificates) > 500 OR size(cases) > 500}
