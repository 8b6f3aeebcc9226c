// Who holds a post where on a day. Reads every post. Parameters: $day (date). Returns person, organization (ids).
MATCH (organization:Organization)<-[post:HOLDS_POST]-(person:Person)
WHERE post.valid_from <= $day < post.valid_to
RETURN DISTINCT person.id AS person, organization.id AS organization
