"""The tables, one file a subject; `whole` has them all."""
