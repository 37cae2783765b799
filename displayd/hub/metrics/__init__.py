"""What a metric is, and its values over time."""
