"""What keeping series costs, beside Prometheus and VictoriaMetrics in the same run."""
