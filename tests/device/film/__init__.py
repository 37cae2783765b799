"""Films on a screen, decoded by a real ffmpeg."""
