"""Evidence bundles: the raw texts of all looks in one zip, so that newer rules judge old looks."""
