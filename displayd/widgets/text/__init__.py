"""`text`: words, plain or with a little Markdown."""
