"""Live faults: each is made, shown to have happened, and scored against its truth."""
