"""What runs inside a sandbox before the code does; sent as text, so each file stands alone."""
