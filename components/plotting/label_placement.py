"""Names beside points, placed so that none lies over another, over a point or outside the plot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

# Where a label is tried, in order: on which side of its point (a share of the label's own size), then ever further off, in pixels.
_SIDES = [(math.cos(n * math.pi / 8), math.sin(n * math.pi / 8)) for n in (0, 8, 4, 12, 2, 14, 6, 10, 1, 15, 7, 9, 3, 13, 5, 11)]
_AWAY = (0, 14, 30, 48, 70, 95, 125, 160, 200)
_LEADER = 14              # pixels: a label further off has a line to its point
# How bad it is: a pixel of a label that is hidden or outside, a pixel of a point that a label hides; a line through a label or
# another line, or through a point.
_HIDDEN, _HIDES, _CROSSED, _CROSSES = 10.0, 5.0, 400.0, 250.0


class Box(NamedTuple):
    """A rectangle in pixels: its left, lower, right and upper edge."""

    left: float
    low: float
    right: float
    high: float

    def over(self, other: Box) -> float:
        """The area that both cover."""
        return max(0.0, min(self.right, other.right) - max(self.left, other.left)) * max(0.0, min(self.high, other.high) - max(self.low, other.low))


class Label(NamedTuple):
    """Where a label stands: its middle, whether a line leads to its point, and where at the label that line ends."""

    x: float
    y: float
    line: bool
    end: tuple[float, float]


def place_labels(points: Sequence[tuple[float, float]], sizes: Sequence[tuple[float, float]], width: float, height: float, radii: Sequence[float],
                 ) -> list[Label]:
    """A place for the label of each point, the largest label first; where none is free, the one that covers least.

    Args:
        points: x and y, in pixels from the lower left corner of the plot.
        sizes: width and height of each label, in pixels.
        width, height: of the plot; radii: of the points.
    """
    marks = [Box(x - r, y - r, x + r, y + r) for (x, y), r in zip(points, radii, strict=True)]
    taken: list[Box] = []
    lines: list[tuple[float, float, float, float]] = []
    placed: dict[int, Label] = {}
    for n in sorted(range(len(points)), key=lambda n: -sizes[n][0] * sizes[n][1]):
        (x, y), (w, h) = points[n], sizes[n]
        best: tuple[float, Label, Box] | None = None
        for away in _AWAY:
            for cos, sin in _SIDES:
                reach = radii[n] + 3 + away
                # beside, above or at a corner of the label, whatever its shape
                cx, cy = x + cos * reach + _within(1.5 * cos) * w / 2, y + sin * reach + _within(1.5 * sin) * h / 2
                box = Box(cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2)
                outside = w * h - box.over(Box(0, 0, width, height))
                far = away >= _LEADER
                end = min(max(x, box.left), box.right), min(max(y, box.low), box.high)
                line = (x, y, *end)
                cost = _HIDDEN * (outside + sum(box.over(b) for b in taken)) + _HIDES * sum(box.over(m) for m in marks)
                cost += _CROSSED * sum(_touches(other, box) for other in lines)
                if far:
                    cost += _CROSSED * (sum(_touches(line, b) for b in taken) + sum(_cross(line, other) for other in lines))
                    cost += _CROSSES * sum(_touches(line, m) for k, m in enumerate(marks) if k != n)
                if best is None or cost < best[0] - 1e-6:
                    best = (cost, Label(cx, cy, far, end), box)
            if best and best[0] <= 1e-6:
                break
        placed[n] = best[1]
        taken.append(best[2])
        if best[1].line:
            lines.append((x, y, *best[1].end))
    return [placed[n] for n in range(len(points))]


def _within(share: float) -> float:
    return max(-1.0, min(1.0, share))


def _touches(line: tuple[float, float, float, float], box: Box) -> bool:
    """Whether a straight line runs through a box (Liang and Barsky's clipping)."""
    x0, y0, x1, y1 = line
    start, end = 0.0, 1.0
    for step, low, high, at in ((x1 - x0, box.left, box.right, x0), (y1 - y0, box.low, box.high, y0)):
        if abs(step) < 1e-9:
            if not low < at < high:
                return False
            continue
        a, b = sorted(((low - at) / step, (high - at) / step))
        start, end = max(start, a), min(end, b)
    return start < end


def _cross(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    """Whether two straight lines cross: the ends of each lie on different sides of the other."""
    def sides(line: tuple[float, float, float, float], of: tuple[float, float, float, float]) -> float:
        (x0, y0, x1, y1), (a, b, c, d) = line, of
        return ((x1 - x0) * (b - y0) - (y1 - y0) * (a - x0)) * ((x1 - x0) * (d - y0) - (y1 - y0) * (c - x0))
    return sides(one, other) < 0 and sides(other, one) < 0


def spread_apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Heights as near to those wanted as they can be with at least `gap` between any two, in their order, from `low` to `high`.

    Where they do not all fit they run on beyond `high`.
    """
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    # neighbours that would touch are moved as one block around the mean of what they want (pool adjacent violators)
    blocks: list[list[float]] = []          # sum of what is wanted (each less its place in the block), number
    for n in order:
        blocks.append([wanted[n], 1])
        while len(blocks) > 1 and _at(blocks[-2]) + blocks[-2][1] * gap > _at(blocks[-1]):
            total, number = blocks.pop()
            blocks[-1][0] += total - number * blocks[-1][1] * gap
            blocks[-1][1] += number
    found, floor = [], low
    ceiling = high - (len(wanted) - 1) * gap
    for block in blocks:
        for k in range(int(block[1])):
            at = max(min(_at(block) + k * gap, max(ceiling, low) + len(found) * gap), floor)
            found.append(at)
            floor = at + gap
    return [found[order.index(n)] for n in range(len(wanted))]


def _at(block: list[float]) -> float:
    return block[0] / block[1]
