"""displayd: dashboards on televisions, drawn natively, for months."""

__version__ = "0.1.0"
