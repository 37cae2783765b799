"""What every widget is made of: its common fields and the frame it is drawn in."""
