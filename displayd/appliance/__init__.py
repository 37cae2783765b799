"""What `displayd.yaml` makes of an appliance's machine: network, Wi-Fi, clock, name, who may log in."""
