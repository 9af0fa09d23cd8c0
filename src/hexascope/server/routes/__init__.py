"""One file a resource of the API; each offers a router of its own name."""
