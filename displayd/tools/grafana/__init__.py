"""Dashboards of Grafana as layouts and metrics of our own: what they show, in files an admin goes on with."""
