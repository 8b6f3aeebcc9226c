// Forget the seals of logs whose time is over. Parameters: $segments. Returns nothing.
UNWIND $segments AS segment
MATCH (seal:AuditSeal {segment: segment})
DELETE seal
