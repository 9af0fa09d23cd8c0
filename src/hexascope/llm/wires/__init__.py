"""The dialects: how a prompt is written for a server, and how its stream is read."""
