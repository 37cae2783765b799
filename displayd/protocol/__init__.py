"""What hub and screens say to each other: status reports and fingerprints."""
