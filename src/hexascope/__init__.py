"""A performance engineer for your servers: one command says what is wrong, with proof."""

__version__ = "0.1.0"

__all__ = ["__version__"]
