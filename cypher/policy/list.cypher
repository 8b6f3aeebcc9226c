// Every version of the policy that was proposed, the newest first, and whether it is in force.
// Parameters: none. Returns policy (all properties), in_force.
MATCH (policy:Policy)
OPTIONAL MATCH (force:PolicyInForce {name: 'policy'})
RETURN properties(policy) AS policy, coalesce(force.version = policy.version, false) AS in_force
ORDER BY policy.proposed_at DESC, policy.version
