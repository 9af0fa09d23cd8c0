"""Small tools that know nothing of hosts."""
