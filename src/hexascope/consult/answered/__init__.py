"""What a model is asked to answer, and what of its answer may stand."""
