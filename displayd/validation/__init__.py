"""What people write, checked: every fault at once, with its line and a hint."""
