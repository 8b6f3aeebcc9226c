// How far every audit log had come when it was last looked at. Parameters: none. Returns segment, count, head.
MATCH (seal:AuditSeal)
RETURN seal.segment AS segment, seal.count AS count, seal.head AS head ORDER BY segment
