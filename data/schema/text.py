"""Normalizes text for comparison: searches, names and aliases match whatever their case, accents and
alphabet.
"""

from __future__ import annotations

import re

from anyascii import anyascii


def normalize(text: str) -> str:
    """Lower-case ASCII letters and digits, all else as single spaces: `Støre’s F-16s` becomes
    `store s f 16s`.
    """
    return " ".join(re.findall("[a-z0-9]+", anyascii(text).casefold()))
