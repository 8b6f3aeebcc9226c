// The claims that make a relationship, as they were known at a moment; the newest first.
// A fragment: `start` and `finish` are the nodes that it joins, RELATION its type. Parameters: $known_at, $most.
// Returns a list: id, data set, label, since when and until when it is claimed, null.
MATCH (start)<-[:ABOUT]-(one:Record)
WHERE VISIBLE(one)
MATCH (one)-[claim:CLAIMS|CLAIMED {relation: 'RELATION'}]->(other:Record)-[:ABOUT]->(finish)
WHERE claim.seen_from <= datetime($known_at) AND claim.seen_to > datetime($known_at) AND VISIBLE(other)
WITH claim, one ORDER BY claim.seen_from DESC, claim.id LIMIT $most
RETURN [claim.id, one.data_set, claim.relation, toString(claim.seen_from),
        CASE WHEN claim.seen_to.year = 9999 THEN null ELSE toString(claim.seen_to) END, null]
