"""Text as it is compared: a search, a name and an alias are the same whatever their capitals, accents and alphabet."""

from __future__ import annotations

import re

from anyascii import anyascii


def normalize(text: str) -> str:
    """Small letters without accents, figures, and single spaces for all else. `Støre’s F-16s` is `store s f 16s`."""
    return " ".join(re.findall("[a-z0-9]+", anyascii(text).casefold()))
