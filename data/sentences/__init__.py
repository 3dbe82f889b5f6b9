"""Findings as sentences, computed from frames, with no number written by hand. Neutral in tone, every count
with its base.
"""
