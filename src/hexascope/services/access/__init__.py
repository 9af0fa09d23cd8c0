"""Who may: users and how they prove who they are, their roles, sessions and tokens."""
