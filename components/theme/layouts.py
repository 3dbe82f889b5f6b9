"""The widths, in pixels, for which figures are laid out."""

from __future__ import annotations

# CSS pixels. A figure is laid out for one of these widths, the widest that fits: a phone, a tablet or a window with the filters open, anything
# wider, in which it stretches.
PHONE, TABLET, DESKTOP = WIDTHS = 340, 560, 800
