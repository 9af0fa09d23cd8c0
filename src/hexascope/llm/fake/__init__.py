"""A scripted model server: everything that models and their servers do wrong, on purpose."""
