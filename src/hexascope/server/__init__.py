"""The server: the same services over HTTP, live over WebSocket, and to MCP clients."""
