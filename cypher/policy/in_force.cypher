// Which version of the policy is in force. Parameters: none. Returns version (null where none has been put into force).
OPTIONAL MATCH (force:PolicyInForce {name: 'policy'})
RETURN force.version AS version
