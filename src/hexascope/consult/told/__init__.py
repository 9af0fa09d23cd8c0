"""What a model is told of a case: as data, within a size, with nothing that may not leave."""
