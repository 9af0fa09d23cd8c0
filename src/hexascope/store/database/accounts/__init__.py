"""Users, their sessions, tokens and roles, as the database keeps them; hashes alone of secrets."""
