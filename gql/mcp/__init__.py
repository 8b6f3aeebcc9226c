"""The tools over the Model Context Protocol: one server for both transports, on the official SDK."""
