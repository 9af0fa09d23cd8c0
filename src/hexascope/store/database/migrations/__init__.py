"""The database's schema, step by step, forth and back."""
