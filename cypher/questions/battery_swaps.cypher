// Which customer is about to need battery swaps?
// A dealer's batteries fail in numbers that its own past does not know; the group that owns the dealer owns a fleet
// too; the fleet is on the road; it, or whoever owns it, hires people for battery swaps; and we know its manager.
// There is no name and no id in it: it begins at the recent end of the index on Diagnostic.at.
//
// Parameters: $now (datetime), $today (date), $recent (duration: how long a surge may take),
// $least (diagnostics), $times (over what the weeks before lead one to expect), $times_last_year,
// $weeks (of the surge, as a number), $majority (share),
// $skills, $titles (lower-case words), $on_the_road, $hiring (durations).
// Returns dealer, parent, fleet, manager (id, name), title, recent, expected, last_year, dispatches, posts (ids),
// up, down (ids of the organizations from the parent to the dealer, and to the fleet).
MATCH (diagnostic:Diagnostic)
WHERE $now - duration({weeks: 52}) - $recent < diagnostic.at <= $now
MATCH (diagnostic)-[:CONCERNS]->(battery:Battery)<-[:CONCERNS]-(:Ticket)<-[:RAISED]-(dealer:Organization)
WITH DISTINCT dealer, diagnostic
WITH dealer,
     count(CASE WHEN diagnostic.at > $now - $recent THEN 1 END) AS recent,
     count(CASE WHEN $now - duration({weeks: 52}) < diagnostic.at <= $now - $recent THEN 1 END) AS before,
     count(CASE WHEN diagnostic.at <= $now - duration({weeks: 52}) THEN 1 END) AS last_year
WITH dealer, recent, last_year, before * $weeks / (52.0 - $weeks) AS expected
WHERE recent >= $least AND recent >= $times * expected AND recent >= $times_last_year * last_year

// the dealer's group, and what else it owns, through at most two holdings on either side
MATCH up = (dealer)((:Organization)<-[above:OWNS
  WHERE above.share >= $majority AND above.valid_from <= $today < above.valid_to]-(:Organization)){1,3}(parent:Organization)
MATCH down = (parent)((:Organization)-[below:OWNS
  WHERE below.share >= $majority AND below.valid_from <= $today < below.valid_to]->(:Organization)){1,3}(fleet:Organization)
WHERE fleet <> dealer AND NOT fleet IN nodes(up)
WITH dealer, recent, expected, last_year, parent, fleet, up, down
ORDER BY length(up) + length(down)
WITH dealer, recent, expected, last_year, fleet,
     head(collect({parent: parent, up: reverse(nodes(up)), down: nodes(down)})) AS nearest

// the fleet is on the road
CALL (fleet) {
  MATCH (fleet)-[:CARRIED_OUT]->(dispatch:Dispatch)
  WHERE dispatch.at > $now - $on_the_road
  RETURN count(dispatch) AS dispatches
}
WITH *
WHERE dispatches > 0

// it, or whoever owns it, hires people for battery swaps
CALL (nearest) {
  UNWIND nearest.down AS owner
  MATCH (owner)-[:POSTED]->(post:JobPost)-[:REQUIRES_SKILL]->(skill:Skill)
  WHERE post.published > $now - $hiring AND any(name IN skill.name_key WHERE name IN $skills)
  RETURN collect(DISTINCT post.id) AS posts
}
WITH *
WHERE size(posts) > 0

// and we know its manager
MATCH (fleet)<-[job:WORKS_FOR]-(manager:Contact)
WHERE job.valid_from <= $today < job.valid_to
  AND any(word IN $titles WHERE toLower(coalesce(job.job_title, manager.job_title, '')) CONTAINS word)
WITH *, nearest.parent AS parent
RETURN dealer {.id, .name} AS dealer, parent {.id, .name} AS parent, fleet {.id, .name} AS fleet,
       manager {.id, .name} AS manager, coalesce(job.job_title, manager.job_title) AS title,
       recent, expected, last_year, dispatches, posts,
       [node IN nearest.up | node {.id, .name}] AS up, [node IN nearest.down | node {.id, .name}] AS down
ORDER BY recent DESC, dealer.id, fleet.id, manager.id
