"""The machine: systemd, clock, health."""
