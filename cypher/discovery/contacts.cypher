// What organizations can be reached by. Reads every organization. Parameters: none.
// Returns id, phones, domains (lists), address.
MATCH (organization:Organization)
WHERE organization.phone IS NOT NULL OR organization.address IS NOT NULL OR organization.domain_name IS NOT NULL
RETURN organization.id AS id, coalesce(organization.phone, []) AS phones,
       coalesce(organization.domain_name, []) AS domains, organization.address AS address
