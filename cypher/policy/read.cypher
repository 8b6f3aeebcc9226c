// A version of the policy. Parameters: $version. Returns policy (all properties).
MATCH (policy:Policy {version: $version})
RETURN properties(policy) AS policy
