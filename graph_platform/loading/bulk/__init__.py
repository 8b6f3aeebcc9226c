"""An empty database filled at once, from the same rows as by the one door, and with the same graph in the end."""
