"""One module per system whose export is written; each turns a cast into that system's own rows."""
