// Put a version of the policy into force.
// Parameters: $version, $by, $why, $how (approved or rolled back), $at (datetime). Returns number (of the activation).
MATCH (policy:Policy {version: $version})
SET policy.state = 'approved', policy.approved_by = $by, policy.approved_at = $at
MERGE (force:PolicyInForce {name: 'policy'})
SET force.number = coalesce(force.number, 0) + 1, force.version = $version, force.since = $at
CREATE (:PolicyActivation {number: force.number, version: $version, by: $by, why: $why, how: $how, at: $at})
RETURN force.number AS number
