"""KPIs as SQL: one SELECT each, read, checked, written for an engine, run beside the hub, and made a reading."""
