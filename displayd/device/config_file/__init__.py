"""The parts of `displayd.yaml`: its bytes as text, and what it says of the machine: network, Wi-Fi, time, access."""
