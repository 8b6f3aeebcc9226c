// Keep a version of the policy that somebody proposes; a version that was proposed before is proposed again by them.
// Parameters: $version, $name, $text, $base (version in force), $by, $person, $why, $at (datetime),
// $ground (what names the ontology and the recognizers). Returns version.
MERGE (policy:Policy {version: $version})
SET policy.name = $name, policy.text = $text, policy.base = $base, policy.proposed_by = $by,
    policy.person = $person, policy.why = $why, policy.proposed_at = $at, policy.state = 'proposed',
    policy.ground = $ground
REMOVE policy.approved_by, policy.approved_at
RETURN policy.version AS version
