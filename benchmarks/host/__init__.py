"""The bench's hands on the machine: what it makes, and how it is undone."""
