"""Tasks in words: what they need is put together, done, and answered with proof."""
