// Show the numbers of another run from now on, unless those of a later one are shown.
// Parameters: $run, $now (datetime), $projection, $parameters (JSON). Returns run: the one that is shown.
MERGE (current:StandingRun {name: 'current'})
WITH current, coalesce(current.run, '') < $run AS is_later
SET current.run = CASE WHEN is_later THEN $run ELSE current.run END,
    current.computed = CASE WHEN is_later THEN $now ELSE current.computed END,
    current.projection = CASE WHEN is_later THEN $projection ELSE current.projection END,
    current.parameters = CASE WHEN is_later THEN $parameters ELSE current.parameters END
RETURN current.run AS run
