// Which version of the policy is in force, for a subquery of every statement. Parameters: none.
// Returns a version, and no row where none has been put into force.
MATCH (force:PolicyInForce {name: 'policy'})
RETURN force.version
