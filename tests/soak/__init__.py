"""The soak: simulated clients, faults by one seed, and a checker of what is left afterwards."""
