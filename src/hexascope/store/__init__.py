"""What lasts: one contract, several ways to keep it."""
