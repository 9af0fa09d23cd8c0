"""Running probes: bounded, read-only drill-downs on what the findings name."""
