"""MCP: what is known of hosts, for the models of others; on a terminal's pipes, or over HTTP."""
