"""How well a panel by models judges: simulated models of a known quality, and real ones."""
