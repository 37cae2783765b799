"""What screens, pushers and tools ask of the hub, a module for each subject."""
