"""Dashboards as people write them, and how metrics fill them."""
