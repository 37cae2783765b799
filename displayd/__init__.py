"""displayd: dashboards on televisions, drawn natively, for months."""

__version__ = "0.2.0"
