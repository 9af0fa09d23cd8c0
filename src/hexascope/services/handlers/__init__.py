"""What does each kind of job: one file a kind."""
