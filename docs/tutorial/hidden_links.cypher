// Customers that complain to different colleagues of ours and belong, through at most two holdings, to one owner.
// No parameters. Returns owner, customer, colleague, other customer, other colleague.
MATCH (owner:Organization)
      ((:Organization)-[up:OWNS WHERE up.share > 0.5 AND up.valid_from <= date() < up.valid_to]->(:Organization)){1,3}
      (one:Organization)-[:RAISED]->(:Ticket)-[:ASSIGNED_TO]->(first:User)
MATCH (owner)
      ((:Organization)-[down:OWNS WHERE down.share > 0.5 AND down.valid_from <= date() < down.valid_to]->(:Organization)){1,3}
      (other:Organization)-[:RAISED]->(:Ticket)-[:ASSIGNED_TO]->(second:User)
WHERE one.id < other.id AND first <> second
RETURN DISTINCT owner.name AS owner, one.name AS customer, first.name AS colleague,
       other.name AS `other customer`, second.name AS `other colleague`;
