"""Colours, style sheets and layout widths."""
