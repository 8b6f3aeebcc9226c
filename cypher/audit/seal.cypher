// Keep how far an audit log has come. Parameters: $segment, $count (entries), $head (of the last one), $at (datetime).
// Returns segment.
MERGE (seal:AuditSeal {segment: $segment})
SET seal.count = $count, seal.head = $head, seal.at = $at
RETURN seal.segment AS segment
