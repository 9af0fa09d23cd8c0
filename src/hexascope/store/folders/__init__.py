"""What lasts, kept as files below a folder: the way of the command line."""
