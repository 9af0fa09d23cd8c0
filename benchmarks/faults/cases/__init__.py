"""One fault a file; the file NAME.py offers the object NAME."""
