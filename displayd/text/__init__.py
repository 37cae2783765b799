"""Numbers, units, dates and times as text, in the manner of a locale."""
