// The events that are joined to a node, each once. A part of a statement: {node} is the node, {event} the variable that
// it binds.
CALL ({node}) {{
  MATCH ({node})--({event}:Event)
  RETURN DISTINCT {event}
}}
WITH {event}
