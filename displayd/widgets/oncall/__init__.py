"""`oncall`: who is on call."""
