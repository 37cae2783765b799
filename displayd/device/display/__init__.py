"""The glass: screens to show pixels on, display drivers and modes."""
