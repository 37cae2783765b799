"""What sets machines up: this checkout, an ordinary Debian, the image of a card."""
