"""Derives positions, changes, dissent, cell states and counts from coded statements."""
