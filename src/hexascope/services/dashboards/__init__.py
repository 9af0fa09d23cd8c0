"""What other programs are given to watch hosts and the server: Prometheus and Grafana."""
