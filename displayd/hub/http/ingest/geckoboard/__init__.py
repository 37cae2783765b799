"""The addresses of Geckoboard: the Datasets API, and the push API of custom widgets."""
