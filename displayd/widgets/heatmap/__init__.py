"""`heatmap`: amounts as colours."""
