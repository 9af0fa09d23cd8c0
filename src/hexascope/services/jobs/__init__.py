"""Jobs: asked for, worked on, watched, and given to another worker when one dies."""
