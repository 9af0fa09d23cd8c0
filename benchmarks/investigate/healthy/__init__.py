"""The twins: the same daemons under a load that is fine."""
