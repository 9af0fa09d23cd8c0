"""The pages of logging in and setting up: they work without a script, and load nothing foreign."""
