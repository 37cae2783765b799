"""Pictures of pages for browsers, drawn from the documents by a process beside the hub, which itself never draws."""
