"""The server's parts, joined by its three addresses; one file a part."""
