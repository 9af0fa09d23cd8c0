"""The walls: each file is one way to run code apart from everything else."""
