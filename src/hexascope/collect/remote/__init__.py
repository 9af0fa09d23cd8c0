"""Another host, reached by the system's own ssh: through Python there, or through sh alone."""
