"""The reader's choices, the URL that carries them, and what a view exports."""
