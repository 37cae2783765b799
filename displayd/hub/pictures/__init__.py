"""Pictures that come and go while the hub runs: made fit for a screen beside it, and kept for whoever fetches them."""
