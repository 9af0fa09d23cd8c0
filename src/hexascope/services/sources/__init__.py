"""Where an examination gets its window from: this host, a bundle, another host, the past."""
