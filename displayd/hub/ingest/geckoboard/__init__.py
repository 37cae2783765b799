"""What clients of Geckoboard push: datasets, and payloads of custom widgets."""
