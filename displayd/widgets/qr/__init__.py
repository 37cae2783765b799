"""`qr`: a QR code."""
