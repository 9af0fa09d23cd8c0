"""Series: taking batches in, asking for them, keeping house among them."""
