// What speaks for these organizations doing business. Parameters: $ids. Returns id, employees, capital, founded (text), staff,
// dealings (relationships other than holdings, posts and places, up to 5).
UNWIND $ids AS id
MATCH (organization:Entity {id: id})
CALL (organization) {
  OPTIONAL MATCH (organization)-[any:RAISED|CARRIED_OUT|SUPPLIES|POSTED|BUYS|SELLS|PAYS|IS_PAID|OPERATES]-()
  WITH any LIMIT 5
  RETURN count(any) AS dealings
}
RETURN id, organization.employees AS employees, organization.paid_in_capital AS capital,
       toString(organization.founded) AS founded, COUNT { (organization)<-[:WORKS_FOR]-() } AS staff, dealings
