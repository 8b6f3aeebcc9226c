// The facts behind one answer to the question about battery swaps, each with the record or claim that says it.
// Parameters: $dealer, $fleet, $manager (ids), $steps of {start, end} (ids of owners and owned), $posts (ids),
// $now (datetime), $recent, $on_the_road (durations), $each (how many examples of a kind).
// Returns step, and says: a list of {data_set, file, line, id}, newest first.
CALL () {
  MATCH (diagnostic:Diagnostic)-[:CONCERNS]->(:Battery)<-[:CONCERNS]-(:Ticket)<-[:RAISED]-(:Entity {id: $dealer})
  WHERE $now - $recent < diagnostic.at <= $now
  WITH DISTINCT diagnostic ORDER BY diagnostic.at DESC, diagnostic.id LIMIT $each
  MATCH (diagnostic)<-[:ABOUT]-(record:Record)
  RETURN 'surge' AS step, 0 AS place, record {.data_set, .file, .line, .id} AS said
  UNION ALL
  MATCH (:Entity {id: $dealer})-[:RAISED]->(ticket:Ticket)-[:CONCERNS]->(:Battery)<-[:CONCERNS]-(diagnostic:Diagnostic)
  WHERE $now - $recent < diagnostic.at <= $now
  WITH DISTINCT ticket ORDER BY ticket.at DESC, ticket.id LIMIT $each
  MATCH (ticket)<-[:ABOUT]-(record:Record)
  RETURN 'tickets' AS step, 0 AS place, record {.data_set, .file, .line, .id} AS said
  UNION ALL
  UNWIND range(0, size($steps) - 1) AS place
  WITH place, $steps[place] AS pair
  MATCH (:Entity {id: pair.start})<-[:ABOUT]-(owner:Record)
  MATCH (:Entity {id: pair.end})<-[:ABOUT]-(owned:Record)
  WITH place, owner, owned
  MATCH (owner)-[claim:CLAIMS {relation: 'OWNS'}]->(owned)
  RETURN 'ownership' AS step, place, claim {data_set: owner.data_set, .file, .line, .id} AS said
  UNION ALL
  MATCH (:Entity {id: $fleet})-[:CARRIED_OUT]->(dispatch:Dispatch)
  WHERE dispatch.at > $now - $on_the_road
  WITH dispatch ORDER BY dispatch.at DESC, dispatch.id LIMIT $each
  MATCH (dispatch)<-[:ABOUT]-(record:Record)
  RETURN 'dispatches' AS step, 0 AS place, record {.data_set, .file, .line, .id} AS said
  UNION ALL
  UNWIND $posts AS post
  MATCH (:Entity {id: post})<-[:ABOUT]-(record:Record)
  RETURN 'hiring' AS step, 0 AS place, record {.data_set, .file, .line, .id} AS said
  UNION ALL
  MATCH (:Entity {id: $manager})<-[:ABOUT]-(person:Record)
  MATCH (:Entity {id: $fleet})<-[:ABOUT]-(employer:Record)
  WITH person, employer
  MATCH (person)-[claim:CLAIMS {relation: 'WORKS_FOR'}]->(employer)
  RETURN 'manager' AS step, 0 AS place, claim {data_set: person.data_set, .file, .line, .id} AS said
}
RETURN step, place, collect(said) AS says
