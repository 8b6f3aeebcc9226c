// What sets parties apart. Parameters: $ids. Returns id, name, industry, city, is_organization.
UNWIND $ids AS id
MATCH (party:Entity {id: id})
RETURN id, party.name AS name, party.industry AS industry, party.city AS city, party:Organization AS is_organization
