"""The claim ledger: what is said of a host is proven by its evidence, or struck."""
