"""What is computed from positions: comparison, blocs, diffusion, coverage, coder agreement."""
