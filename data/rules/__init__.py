"""The rules that lead from coded statements to positions, changes, dissent, cell states and counts."""
