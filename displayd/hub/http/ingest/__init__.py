"""What clients of other services push to the hub, at the addresses that they know."""
