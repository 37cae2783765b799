"""What is pushed as to a Prometheus Pushgateway: families of samples, in groups."""
