// The events that are joined to a node, each once; a part of a statement. Filled in: {node} is the node, {event} the
// variable that it binds. Returns nothing by itself.
CALL ({node}) {{
  MATCH ({node})--({event}:Event)
  RETURN DISTINCT {event}
}}
WITH {event}
