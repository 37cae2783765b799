"""Large figures and what stands around them."""
