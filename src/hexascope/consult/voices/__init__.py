"""Voices: how a specialist speaks, by rules or by a language model."""
