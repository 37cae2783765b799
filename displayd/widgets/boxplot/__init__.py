"""`boxplot`: how figures spread in each segment."""
