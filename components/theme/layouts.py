"""The layout widths of figures in pixels."""

from __future__ import annotations

# CSS pixels. A figure is laid out for the widest of these that fits: a phone; a tablet, or a window with an
# open sidebar; anything wider, to which the figure is stretched.
PHONE, TABLET, DESKTOP = WIDTHS = 340, 560, 800
