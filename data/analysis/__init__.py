"""Analyses of positions: comparison, blocs, diffusion, coverage, coder agreement."""
