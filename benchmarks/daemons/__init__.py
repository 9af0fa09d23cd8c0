"""Real daemons of Debian's packages, each with a private folder and without privileges."""
