"""The reader's choices, the URL that carries them, and the exports of a view."""
