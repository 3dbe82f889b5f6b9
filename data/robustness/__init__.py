"""Headlines, computed again on less evidence."""
