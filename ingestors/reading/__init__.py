"""Reading files, a row at a time: each module one format, none of them any source's meaning."""
