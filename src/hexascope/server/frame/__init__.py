"""What surrounds every request, whatever it asks: names, bodies, headers, traces, counts, once."""
