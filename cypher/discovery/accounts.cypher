// Who of our people looks after which organization on a day. Parameters: $day (date). Returns organization, manager (ids).
MATCH (organization:Organization)<-[account:MANAGES_ACCOUNT]-(manager:Person)
WHERE account.valid_from <= $day < account.valid_to
RETURN organization.id AS organization, manager.id AS manager
