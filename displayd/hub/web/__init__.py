"""The wall page: all screens at a glance, in a browser or on a phone."""
