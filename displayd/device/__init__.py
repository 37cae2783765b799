"""The daemon on each Pi: fetches and keeps the document, shows it, and tells the hub how it is."""
