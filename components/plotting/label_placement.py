"""Placement of labels at the ends of lines without overlap."""

from __future__ import annotations

from collections.abc import Sequence


def spread_apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Returns positions near the wanted ones with at least `gap` between any two, in the same order.

    The positions are between `low` and `high`; if they do not all fit, they continue beyond `high`.
    """
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    # Neighbours that would touch are moved as one block around the mean of their wanted positions (pool
    # adjacent violators).
    # sum of the wanted positions, each less its offset in the block; number of labels
    blocks: list[list[float]] = []
    for n in order:
        blocks.append([wanted[n], 1])
        while len(blocks) > 1 and _at(blocks[-2]) + blocks[-2][1] * gap > _at(blocks[-1]):
            total, number = blocks.pop()
            blocks[-1][0] += total - number * blocks[-1][1] * gap
            blocks[-1][1] += number
    found: list[float] = []
    floor = low
    ceiling = high - (len(wanted) - 1) * gap
    for block in blocks:
        for k in range(int(block[1])):
            at = max(min(_at(block) + k * gap, max(ceiling, low) + len(found) * gap), floor)
            found.append(at)
            floor = at + gap
    return [found[order.index(n)] for n in range(len(wanted))]


def _at(block: list[float]) -> float:
    return block[0] / block[1]
