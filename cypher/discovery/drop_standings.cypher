// Take away some of what runs computed that began before the one that is shown. Parameters: $most. Returns dropped.
OPTIONAL MATCH (current:StandingRun {name: 'current'})
WITH coalesce(current.run, '') AS shown
CALL (shown) {
  MATCH (old:Standing) WHERE old.run < shown
  RETURN old
  UNION ALL
  MATCH (old:Community) WHERE old.run < shown
  RETURN old
}
WITH old LIMIT $most
DELETE old
RETURN count(*) AS dropped
