"""The benches: real faults, healthy hosts, and what a look costs beside its peers."""
