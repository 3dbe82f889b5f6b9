"""Records, field types, the codebook and the error messages for editors."""
