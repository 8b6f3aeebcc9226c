// Who owns or controls which organization on a day, with the share where one is stated.
// Reads every holding: an analysis of the whole graph. Parameters: $day (date).
// Returns owner, owned (ids), share (fraction or null), type.
MATCH (owned:Organization)<-[holding:OWNS|CONTROLS]-(owner:Entity)
WHERE holding.valid_from <= $day < holding.valid_to AND owner <> owned
RETURN owner.id AS owner, owned.id AS owned,
       coalesce(holding.share, (holding.share_min + holding.share_max) / 2, holding.share_min) AS share,
       type(holding) AS type
