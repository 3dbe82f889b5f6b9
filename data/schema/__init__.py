"""Records, field types, codebook and the error messages that editors read."""
