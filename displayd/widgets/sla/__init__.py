"""`sla`: deadlines."""
