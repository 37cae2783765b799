"""The one way out: what the hub asks of other systems, to whom it may go, how long and how large it may be."""
