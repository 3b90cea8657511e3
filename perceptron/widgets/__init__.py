"""What moves on a page, and what a page shows: scenes, proofs, predictions, pictures and tables."""
