"""What it costs to keep a row so that it outlives a power cut."""
