"""What slides are made of: titles, native tables, pictures, notes, a foot on each; sizes chosen so that nothing runs over an edge.

Inches and points throughout. Knows PowerPoint's format and nothing of the data.
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
EDGE, TOP, FOOT = 0.5, 1.42, 7.08          # of what stands on a slide: left and right, below the title, above the foot
ROOM = WIDTH - 2 * EDGE
FONT = "Arial"
LETTER, BOLD_LETTER, LINE = 0.52, 0.6, 1.2          # mean width of a letter, the same of a bold word, and height of a line, of its size
LONGEST_WORD = 24                          # letters: what is longer is no word
PAD, SIDE = 0.045, 0.08                    # inches in a table's cell: above and below, left and right
TITLE_ONLY = 5                             # the layout of that name in the library's own template
PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"          # PowerPoint's table style "No Style, No Grid"
TITLES, TITLE_LINES = (26, 24, 22, 20, 18, 16), 2
NOTHING = "\u00a0"         # an empty line would stand as high as the template's letters
SIZES = (18, 16, 14, 13, 12, 11, 10)
LONGEST_PROPERTY = 255     # letters, the format's own limit
EARLIEST = dt.datetime(1980, 1, 1)          # of a record in a zip file: the same brief gives the same bytes


class Box(NamedTuple):
    """A cell of a table; colours as hexadecimal strings."""

    text: str
    fill: str = LIGHT.paper
    ink: str = LIGHT.ink
    bold: bool = False
    across: int = 1           # columns that it takes


Row = Sequence[Box]


@dataclass
class Deck:
    """A presentation of 16:9 that grows slide by slide.

    Attributes:
        foot: what stands at the foot of each slide.
    """

    foot: str
    deck: Presentation = field(default_factory=Presentation)

    def __post_init__(self) -> None:
        before = self.deck.slide_width
        self.deck.slide_width, self.deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
        # the library's template is 4:3: its layouts are stretched, so that slides that somebody adds fit as well
        for page in [self.deck.slide_master, *self.deck.slide_layouts]:
            for shape in page.placeholders:
                shape.left, shape.width = (Emu(int(n * self.deck.slide_width / before)) for n in (shape.left, shape.width))

    def add(self, title: str, notes: str) -> Slide:
        """A slide with its title, its foot, and what its speaker can look up."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[TITLE_ONLY])
        place = slide.shapes.title
        place.left, place.top, place.width, place.height = Inches(EDGE), Inches(0.35), Inches(ROOM), Inches(0.95)
        told, size = fitted_title(title)
        _write(place.text_frame, told, size, LIGHT.ink, bold=True)
        place.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        self.text(slide, self.foot, EDGE, FOOT, ROOM - 0.8, 10, LIGHT.muted)
        _number(slide)
        slide.notes_slide.notes_text_frame.text = printable(notes)
        return slide

    def text(self, slide: Slide, text: str, left: float, top: float, width: float, size: float, ink: str = LIGHT.ink, bold: bool = False) -> float:
        """Text in a box of its own; gives the inch below it."""
        height = lines(text, width, size) * size * LINE / 72 + 0.05
        frame = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height)).text_frame
        _write(frame, text, size, ink, bold)
        return top + height

    def table(self, slide: Slide, rows: Sequence[Row], widths: Sequence[float], size: float, name: str, top: float = TOP, left: float = EDGE) -> None:
        """A native table; the first row is its head.

        Args:
            name: what the table holds, for readers who hear it.
        """
        shape = slide.shapes.add_table(len(rows), len(widths), Inches(left), Inches(top), Inches(sum(widths)), Inches(height_of(rows, widths, size)))
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

    def picture(self, slide: Slide, png: bytes, alt: str, left: float, top: float, width: float, height: float) -> float:
        """A picture as large as fits, with its alternative text; gives its width."""
        shape = slide.shapes.add_picture(io.BytesIO(png), Inches(left), Inches(top))
        scale = min(Inches(width) / shape.width, Inches(height) / shape.height)
        shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
        shape._element.nvPicPr.cNvPr.set("descr", printable(alt))
        return shape.width / Inches(1)

    def bytes(self, title: str, subject: str, author: str, day: dt.date) -> bytes:
        """The file. Its records carry no clock's time: the same slides give the same bytes."""
        core = self.deck.core_properties
        core.title, core.subject, core.author, core.last_modified_by, core.language = (
            textwrap.shorten(printable(told), LONGEST_PROPERTY, placeholder=" …") for told in (title, subject, author, author, "en"))
        core.created = core.modified = dt.datetime.combine(day, dt.time())
        made, out = io.BytesIO(), io.BytesIO()
        self.deck.save(made)
        with zipfile.ZipFile(made) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
            for item in before.infolist():
                record = zipfile.ZipInfo(item.filename, EARLIEST.timetuple()[:6])
                record.compress_type = zipfile.ZIP_DEFLATED
                after.writestr(record, before.read(item))
        return out.getvalue()


# What fits ------------------------------------------------------------------------------------------------------------

def lines(text: str, width: float, size: float) -> int:
    """How many lines a text takes in so many inches, for letters of that size in points."""
    letters = max(int(width * 72 / (size * LETTER)), 1)
    return sum(1 if len(part) <= letters else len(textwrap.wrap(part, letters)) for part in text.split("\n"))


def fitted_title(title: str) -> tuple[str, float]:
    """A title in the largest size in which it fits; one that fits in none is cut between words, with a sign that it goes on."""
    for size in TITLES:
        if lines(title, ROOM - 0.2, size) <= TITLE_LINES:
            return title, size
    letters = int((ROOM - 0.2) * 72 / (TITLES[-1] * LETTER)) * TITLE_LINES
    return textwrap.shorten(title, letters - 12, placeholder=" …"), TITLES[-1]


def height_of(rows: Iterable[Row], widths: Sequence[float], size: float) -> float:
    """Inches that the rows of a table take."""
    total = 0.0
    for row in rows:
        most, at = 1, 0
        for box in row:
            most = max(most, lines(box.text, sum(widths[at:at + box.across]) - 2 * SIDE, size))
            at += box.across
        total += most * size * LINE / 72 + 2 * PAD
    return total


def on_slides(head: Row, rows: Sequence[Row], widths: Sequence[float], room: float = FOOT - TOP - 0.1, smallest: float = SIZES[-1],
              ) -> list[tuple[list[Row], float]]:
    """The rows on as many slides as they need, each with the head above them, and the size of their letters: the largest in which all fit on
    one slide, else the smallest, on slides as evenly filled as their rows allow."""
    for size in (s for s in SIZES if s >= smallest):
        least = (len(rows) + 1) * (size * LINE / 72 + 2 * PAD)
        if least <= room and height_of([head, *rows], widths, size) <= room and _words_fit([head, *rows], widths, size):
            return [([head, *rows], size)]
    free = room - height_of([head], widths, smallest)
    heights = [height_of([row], widths, smallest) for row in rows]
    slides = -(-sum(heights) // free)
    cuts, filled = [0], 0.0
    for n, height in enumerate(heights):
        if filled and (filled + height > free or filled >= sum(heights) / slides):
            # a heading, which takes a row of its own, never ends a slide
            cuts.append(n - 1 if len(rows[n - 1]) == 1 and n - 1 > cuts[-1] else n)
            filled = sum(heights[cuts[-1]:n])
        filled += height
    return [([head, *rows[a:b]], smallest) for a, b in pairwise([*cuts, len(rows)])]


def _words_fit(rows: Sequence[Row], widths: Sequence[float], size: float) -> bool:
    """Whether no word must be broken, but for addresses."""
    for row in rows:
        at = 0
        for box in row:
            room = (sum(widths[at:at + box.across]) - 2 * SIDE) * 72 / (size * BOLD_LETTER)
            if any(room < len(word) <= LONGEST_WORD for word in box.text.split()):
                return False
            at += box.across
    return True


# XML that the library does not write ---------------------------------------------------------------------------------------

def printable(text: str) -> str:
    """Text without the characters that XML cannot hold."""
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
    # a line below, which the format wants before the fill
    cell._tc.get_or_add_tcPr().insert(0, parse_xml(
        f'<a:lnB {nsdecls("a")} w="9525"><a:solidFill><a:srgbClr val="{_colour(LIGHT.faint)}"/></a:solidFill></a:lnB>'))


def _colour(value: str) -> RGBColor:
    return RGBColor.from_string(value.lstrip("#").upper())


def _number(slide: Slide) -> None:
    """The slide's number, which follows when slides are moved."""
    frame = slide.shapes.add_textbox(Inches(WIDTH - EDGE - 0.7), Inches(FOOT), Inches(0.7), Inches(0.22)).text_frame
    _write(frame, "", 10, LIGHT.muted)
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    paragraph._p.append(parse_xml(f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
                                  '<a:rPr lang="en" sz="1000"/><a:t>‹#›</a:t></a:fld>'))
