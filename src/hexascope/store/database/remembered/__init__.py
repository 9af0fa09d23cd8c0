"""What lasts beyond one examination: memory, answers, what was learnt, what was spent."""
