"""The central endpoint: reads the wall folder, gathers values, and serves each screen its document."""
