// The organization's tickets by age: periods of 30 days before now, 0 the newest, 15 everything older than 450 days.
// The newest 5,000 tickets.
// (A time is asked for behind a WITH, lest the index on it, over everybody's events, be preferred.)
// Fragment; sees: organization. Markers: VISIBLE. Parameters: $now (datetime).
// Returns periods of {period, priority, tickets, solved, hours (sum until solved)}, evidence, cut.
MATCH (organization)
WHERE VISIBLE(organization)
CALL (organization) {
  MATCH (organization)-[:RAISED]->(ticket:Ticket)
  WHERE VISIBLE(ticket)
  WITH ticket, ticket.at AS at WHERE at <= $now
  WITH ticket, at ORDER BY at DESC, ticket.id LIMIT 5001
  WITH ticket, ($now.epochMillis - at.epochMillis) / 2592000000 AS age
  WITH ticket, CASE WHEN age > 15 THEN 15 ELSE age END AS period,
       CASE WHEN ticket.solved_at <= $now THEN ticket.solved_at.epochMillis - ticket.at.epochMillis END AS took
  WITH period, ticket.priority AS priority, count(*) AS tickets, count(took) AS solved,
       sum(took) / 3600000.0 AS hours, collect(ticket)[..10] AS some
  WITH period, priority, tickets, solved, hours, some ORDER BY period, priority
  RETURN collect({period: period, priority: priority, tickets: tickets, solved: solved, hours: hours}) AS periods,
         collect(some) AS newest, sum(tickets) > 5000 AS more
}
CALL (newest) {
  UNWIND newest[..10] AS several
  UNWIND several AS shown
  WITH shown LIMIT 10
  MATCH (shown)<-[:ABOUT]-(said:Record)
  WHERE VISIBLE(said)
  WITH shown, said LIMIT 10
  RETURN collect({fact: said.id, entity: shown.id, observed: said.seen_from.epochMillis}) AS evidence
}
RETURN {periods: periods, evidence: evidence, cut: more}
