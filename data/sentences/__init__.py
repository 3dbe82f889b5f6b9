"""Findings as sentences, computed from frames; no number is typed in. Neutral words, and every count with its base."""
