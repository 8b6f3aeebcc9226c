// What other agents wrote that could read more: what they wrote may say it. Parameters: $domains, $roles (the reader's).
// Returns ids, one list.
MATCH (held:AgentWrite {state: 'approved'})
WHERE any(domain IN held.domains WHERE NOT domain IN $domains) OR any(role IN held.roles WHERE NOT role IN $roles)
RETURN collect(held.makes) AS ids
