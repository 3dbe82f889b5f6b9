"""Parses and validates the dataset's files, and reloads the dataset when they change."""
