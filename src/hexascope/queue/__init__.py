"""Who works, and when it is woken."""
