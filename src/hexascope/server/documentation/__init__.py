"""The documentation page of the API, made on the server: no script, no foreign host."""
