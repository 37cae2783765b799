"""What a screen keeps on disk: documents, pictures, its identity."""
