// The devices that stand at the organization, that it owns or that it operates, by kind: at most 2,000; their health,
// warranty, and their alarms and faults of the last 90 days, out of 20,000 events at most.
// Fragment; sees: organization. Markers: VISIBLE, HOLDS. Parameters: $as_of (date), $now (datetime).
// Returns kinds of {kind, devices, health_known, health, weak, warranty_known, out_of_warranty} (health: a sum),
// events of {kind, severity, events, devices}, weakest of {id, name, health}, evidence, cut.
MATCH (organization)
WHERE VISIBLE(organization)
CALL (organization) {
  CALL (organization) {
    MATCH (organization)<-[stands:INSTALLED_AT WHERE HOLDS(stands)]-(device:Device)
    WHERE VISIBLE(device)
    RETURN device LIMIT 2001
    UNION
    MATCH (organization)-[owns:OWNS WHERE HOLDS(owns)]->(device:Device)
    WHERE VISIBLE(device)
    RETURN device LIMIT 2001
    UNION
    MATCH (organization)-[runs:OPERATES WHERE HOLDS(runs)]->(device:Device)
    WHERE VISIBLE(device)
    RETURN device LIMIT 2001
  }
  WITH device LIMIT 2001
  RETURN collect(device) AS found
}
CALL (found) {
  UNWIND found[..2000] AS device
  WITH coalesce(head([label IN labels(device) WHERE NOT label IN ['Entity', 'Device']]), 'Device') AS kind,
       device.state_of_health AS health, device.warranty_until AS warranty
  WITH kind, count(*) AS devices, count(health) AS health_known, sum(health) AS health,
       sum(CASE WHEN health < 0.8 THEN 1 ELSE 0 END) AS weak, count(warranty) AS warranty_known,
       sum(CASE WHEN warranty < $as_of THEN 1 ELSE 0 END) AS out_of_warranty
  ORDER BY devices DESC, kind
  RETURN collect({kind: kind, devices: devices, health_known: health_known, health: health, weak: weak,
                  warranty_known: warranty_known, out_of_warranty: out_of_warranty}) AS kinds
}
CALL (found) {
  UNWIND found[..2000] AS device
  MATCH (device)<-[:CONCERNS]-(event:Alarm|Diagnostic|Repair)
  WITH device, event LIMIT 20001
  WITH device, event, event.at AS at
  WITH device, event, at, $now - duration({days: 90}) < at <= $now AND VISIBLE(event) AS counts
  WITH CASE WHEN counts THEN head([label IN labels(event) WHERE label IN ['Alarm', 'Diagnostic', 'Repair']]) END AS kind,
       CASE WHEN counts THEN event.severity END AS severity, count(*) AS events, count(DISTINCT device) AS devices
  RETURN collect({kind: kind, severity: severity, events: events, devices: devices}) AS events, sum(events) > 20000 AS more
}
CALL (found) {
  UNWIND found[..2000] AS device
  WITH device WHERE device.state_of_health < 0.8
  WITH device ORDER BY device.state_of_health, device.id LIMIT 10
  RETURN collect({id: device.id, name: device.name, health: device.state_of_health}) AS weakest
}
CALL (found) {
  UNWIND found[..10] AS shown
  MATCH (shown)<-[:ABOUT]-(said:Record)
  WHERE VISIBLE(said)
  WITH shown, said LIMIT 10
  RETURN collect({fact: said.id, entity: shown.id, observed: said.seen_from.epochMillis}) AS evidence
}
RETURN {kinds: kinds, events: [each IN events WHERE each.kind IS NOT NULL], weakest: weakest, evidence: evidence,
        cut: size(found) > 2000 OR more}
