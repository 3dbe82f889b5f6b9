"""Elements of slides: titles, native tables, images, notes, a footer; sizes are chosen so that all fits.

All lengths are in inches and font sizes in points. Knows PowerPoint's format, not the data.
"""

from __future__ import annotations

import datetime as dt
import io
import textwrap
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from components.theme.palette import LIGHT

WIDTH, HEIGHT = 13.333, 7.5
EDGE, TOP, FOOT = 0.5, 1.42, 7.08  # margin left and right, end of the title, top of the footer
ROOM = WIDTH - 2 * EDGE
FONT = "Arial"
# As a multiple of the font size: mean width of a character, of a bold one, height of a line.
LETTER, BOLD_LETTER, LINE = 0.52, 0.6, 1.2
LONGEST_WORD = 24  # characters; anything longer is not a word
# Inches of padding in a table's cell: above and below, left and right.
PAD, SIDE = 0.045, 0.08
TITLE_ONLY = 5  # index of this layout in the library's template
PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's table style "No Style, No Grid"
TITLES, TITLE_LINES = (26, 24, 22, 20, 18, 16), 2
NOTHING = "\u00a0"  # an empty line would have the height of the template's font size
SIZES = (18, 16, 14, 13, 12, 11, 10)
LONGEST_PROPERTY = 255  # characters, a limit of the format
# Time of all records of the zip file, so that the same brief gives the same bytes.
EARLIEST = dt.datetime(1980, 1, 1)


class Box(NamedTuple):
    """A cell of a table. Colours are hexadecimal strings."""

    text: str
    fill: str = LIGHT.paper
    ink: str = LIGHT.ink
    bold: bool = False
    across: int = 1  # number of columns


Row = Sequence[Box]


@dataclass
class Deck:
    """A 16:9 presentation, built slide by slide.

    Attributes:
        foot: text of the footer of each slide.
    """

    foot: str
    deck: Presentation = field(default_factory=Presentation)

    def __post_init__(self) -> None:
        before = self.deck.slide_width
        self.deck.slide_width, self.deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
        # The library's template is 4:3. Its layouts are stretched, so that slides added later fit as well.
        for page in [self.deck.slide_master, *self.deck.slide_layouts]:
            for shape in page.placeholders:
                shape.left, shape.width = (
                    Emu(int(n * self.deck.slide_width / before)) for n in (shape.left, shape.width)
                )

    def add(self, title: str, notes: str) -> Slide:
        """Adds a slide with its title, footer and notes."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[TITLE_ONLY])
        place = slide.shapes.title
        place.left, place.top, place.width, place.height = (
            Inches(EDGE),
            Inches(0.35),
            Inches(ROOM),
            Inches(0.95),
        )
        told, size = fitted_title(title)
        _write(place.text_frame, told, size, LIGHT.ink, bold=True)
        place.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        self.text(slide, self.foot, EDGE, FOOT, ROOM - 0.8, 10, LIGHT.muted)
        _number(slide)
        slide.notes_slide.notes_text_frame.text = printable(notes)
        return slide

    def text(
        self,
        slide: Slide,
        text: str,
        left: float,
        top: float,
        width: float,
        size: float,
        ink: str = LIGHT.ink,
        bold: bool = False,
    ) -> float:
        """Adds a text box; returns the inch at which it ends."""
        height = lines(text, width, size) * size * LINE / 72 + 0.05
        frame = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height)).text_frame
        _write(frame, text, size, ink, bold)
        return top + height

    def table(
        self,
        slide: Slide,
        rows: Sequence[Row],
        widths: Sequence[float],
        size: float,
        name: str,
        top: float = TOP,
        left: float = EDGE,
    ) -> None:
        """Adds a native table; the first row is its header.

        Args:
            name: description of the table for screen readers.
        """
        shape = slide.shapes.add_table(
            len(rows),
            len(widths),
            Inches(left),
            Inches(top),
            Inches(sum(widths)),
            Inches(height_of(rows, widths, size)),
        )
        shape._element.nvGraphicFramePr.cNvPr.set("title", printable(name))
        shape._element.nvGraphicFramePr.cNvPr.set("descr", printable(name))
        table = shape.table
        table.horz_banding = False
        table._tbl.tblPr.find(".//{*}tableStyleId").text = PLAIN
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Inches(width)
        for n, row in enumerate(rows):
            table.rows[n].height = Inches(height_of([row], widths, size))
            at = 0
            for box in row:
                cell = table.cell(n, at)
                if box.across > 1:
                    cell.merge(table.cell(n, at + box.across - 1))
                _fill(cell, box, size)
                at += box.across

    def picture(
        self, slide: Slide, png: bytes, alt: str, left: float, top: float, width: float, height: float
    ) -> float:
        """Adds an image as large as fits, with its alternative text; returns its width in inches."""
        shape = slide.shapes.add_picture(io.BytesIO(png), Inches(left), Inches(top))
        scale = min(Inches(width) / shape.width, Inches(height) / shape.height)
        shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
        shape._element.nvPicPr.cNvPr.set("descr", printable(alt))
        return shape.width / Inches(1)

    def bytes(self, title: str, subject: str, author: str, day: dt.date) -> bytes:
        """Returns the file.

        Its records contain no current time, so that the same slides give the same bytes.
        """
        core = self.deck.core_properties
        core.title, core.subject, core.author, core.last_modified_by, core.language = (
            textwrap.shorten(printable(told), LONGEST_PROPERTY, placeholder=" …")
            for told in (title, subject, author, author, "en")
        )
        core.created = core.modified = dt.datetime.combine(day, dt.time())
        made, out = io.BytesIO(), io.BytesIO()
        self.deck.save(made)
        with zipfile.ZipFile(made) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
            for item in before.infolist():
                record = zipfile.ZipInfo(item.filename, EARLIEST.timetuple()[:6])
                record.compress_type = zipfile.ZIP_DEFLATED
                after.writestr(record, before.read(item))
        return out.getvalue()


# What fits --------------------------------------------------------------------------------------------------


def lines(text: str, width: float, size: float) -> int:
    """Returns the number of lines of a text of this font size in points, in a width in inches."""
    letters = max(int(width * 72 / (size * LETTER)), 1)
    return sum(1 if len(part) <= letters else len(textwrap.wrap(part, letters)) for part in text.split("\n"))


def fitted_title(title: str) -> tuple[str, float]:
    """Returns a title and the largest size in which it fits; one too long for all is shortened."""
    for size in TITLES:
        if lines(title, ROOM - 0.2, size) <= TITLE_LINES:
            return title, size
    letters = int((ROOM - 0.2) * 72 / (TITLES[-1] * LETTER)) * TITLE_LINES
    return textwrap.shorten(title, letters - 12, placeholder=" …"), TITLES[-1]


def height_of(rows: Iterable[Row], widths: Sequence[float], size: float) -> float:
    """Returns the height of a table's rows in inches."""
    total = 0.0
    for row in rows:
        most, at = 1, 0
        for box in row:
            most = max(most, lines(box.text, sum(widths[at : at + box.across]) - 2 * SIDE, size))
            at += box.across
        total += most * size * LINE / 72 + 2 * PAD
    return total


def on_slides(
    head: Row,
    rows: Sequence[Row],
    widths: Sequence[float],
    room: float = FOOT - TOP - 0.1,
    smallest: float = SIZES[-1],
) -> list[tuple[list[Row], float]]:
    """Distributes rows over as many slides as they need, each with the header above them.

    Returns:
        The rows of each slide with their font size: the largest in which all fit on one slide, otherwise the
            smallest, on slides as evenly filled as the rows allow.
    """
    for size in (s for s in SIZES if s >= smallest):
        least = (len(rows) + 1) * (size * LINE / 72 + 2 * PAD)
        if (
            least <= room
            and height_of([head, *rows], widths, size) <= room
            and _words_fit([head, *rows], widths, size)
        ):
            return [([head, *rows], size)]
    free = room - height_of([head], widths, smallest)
    heights = [height_of([row], widths, smallest) for row in rows]
    slides = -(-sum(heights) // free)
    cuts, filled = [0], 0.0
    for n, height in enumerate(heights):
        if filled and (filled + height > free or filled >= sum(heights) / slides):
            # A heading, which is a row of its own, never ends a slide.
            cuts.append(n - 1 if len(rows[n - 1]) == 1 and n - 1 > cuts[-1] else n)
            filled = sum(heights[cuts[-1] : n])
        filled += height
    return [([head, *rows[a:b]], smallest) for a, b in pairwise([*cuts, len(rows)])]


def _words_fit(rows: Sequence[Row], widths: Sequence[float], size: float) -> bool:
    """Returns whether all words fit without a break, except URLs."""
    for row in rows:
        at = 0
        for box in row:
            room = (sum(widths[at : at + box.across]) - 2 * SIDE) * 72 / (size * BOLD_LETTER)
            if any(room < len(word) <= LONGEST_WORD for word in box.text.split()):
                return False
            at += box.across
    return True


# XML that the library does not write ------------------------------------------------------------------------


def printable(text: str) -> str:
    """Removes characters that XML cannot contain."""
    return "".join(c for c in text if c in "\n\t" or c.isprintable())


def _write(frame: Any, text: str, size: float, ink: str, bold: bool = False) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for n, part in enumerate(printable(text).split("\n")):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = part or NOTHING
        run.font.name, run.font.size, run.font.bold, run.font.color.rgb = FONT, Pt(size), bold, _colour(ink)


def _fill(cell: Any, box: Box, size: float) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = _colour(box.fill)
    _write(cell.text_frame, box.text, size, box.ink, box.bold)
    cell.margin_left = cell.margin_right = Inches(SIDE)
    cell.margin_top = cell.margin_bottom = Inches(PAD)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    # A bottom border, which the format requires before the fill.
    cell._tc.get_or_add_tcPr().insert(
        0,
        parse_xml(
            f'<a:lnB {nsdecls("a")} w="9525"><a:solidFill><a:srgbClr val="{_colour(LIGHT.faint)}"/></a:solidFill></a:lnB>'
        ),
    )


def _colour(value: str) -> RGBColor:
    return RGBColor.from_string(value.lstrip("#").upper())


def _number(slide: Slide) -> None:
    """Adds the slide's number as a field, which is updated when slides are moved."""
    frame = slide.shapes.add_textbox(
        Inches(WIDTH - EDGE - 0.7), Inches(FOOT), Inches(0.7), Inches(0.22)
    ).text_frame
    _write(frame, "", 10, LIGHT.muted)
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    paragraph._p.append(
        parse_xml(
            f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
            '<a:rPr lang="en" sz="1000"/><a:t>‹#›</a:t></a:fld>'
        )
    )
