"""Live events between processes, and a cache that they share."""
