"""Asking on: a user's question about a case, answered by rules or by models, with its proof."""
