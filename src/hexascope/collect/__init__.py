"""Host → window of snapshots: the only stage that touches a host."""
