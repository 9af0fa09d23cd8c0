"""Programs of the bench's workers: each is read as text and runs under a neutral name."""
