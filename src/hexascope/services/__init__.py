"""What can be asked, whoever asks: the stages strung together."""
