"""What hub and screens say to each other: words and values, limits, status reports and fingerprints."""
