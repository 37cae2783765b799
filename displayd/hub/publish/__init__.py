"""From layouts and metrics to one document per screen."""
