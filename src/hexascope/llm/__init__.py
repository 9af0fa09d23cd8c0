"""Talking to language models: one contract, three dialects, streaming, bounded in every way."""
