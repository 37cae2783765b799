"""Films on the glass: in step with the clock of the hub, and ended with their page. Without sound."""
