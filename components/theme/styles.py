"""What the app adds to Streamlit's own styles: a focus that can be seen, targets that can be hit, room, no movement where none is wanted, and paper.

Colours are the browser's own words (the text's, the page's), so that both themes are served. On paper stands what a reader looks at, the screen or,
where it is open, the evidence; what can only be clicked is left out. How far a figure has to shrink for paper, `components/app/browser.py` says in
`--paper`.
"""

from __future__ import annotations

# Streamlit shows the focus of a link by a fill that hardly differs from the page, and of a button by a half-transparent ring; WCAG asks for 3:1.
_FOCUS = """
:is(a, button, summary, [role=tab], [role=button], [role=slider]):focus-visible { outline: 2px solid currentColor !important; outline-offset: 2px; }
button[kind^=primary]:focus-visible { outline-color: CanvasText !important; }
"""
# In the dark Streamlit writes a control under the pointer, in focus or open in its primary colour, 3.3:1, and darker up to black on black.
_USED = """
:is(a, button):is([kind^=secondary], [kind^=tertiary], [data-testid=stPopoverButton]):is(:hover, :focus, :active, [aria-expanded=true]) {
  color: inherit !important; }
:is(a, button):is([kind^=tertiary], [data-testid=stPopoverButton]):hover { text-decoration: underline; }
"""
# The parts of a date stand 22 pixels apart, and the cross that takes a choice away is 15 by 7; WCAG asks for 24.
_TARGETS = """
[role=spinbutton] { min-width: 24px; line-height: 24px; text-align: center; }
[data-tag] button { min-width: 24px; min-height: 24px; }
"""
# Less room above the title than Streamlit leaves; a link that tells what a screen gives is read to its end.
_ROOM = """
[data-testid=stMainBlockContainer] { padding-top: 4rem !important; }
.st-key-ways [data-testid=stPageLink] * { white-space: normal; }
"""
# The links to the screens (`components/html/navigation.py`), each a target of 24 pixels. An icon keeps its place before its font is there.
_NAVIGATION = """
nav.screens ul { list-style: none; margin: 0; padding: 0; }
nav.screens li { margin: 0; padding: 0; }
nav.screens a { display: flex; align-items: center; gap: .5rem; height: 1.5rem; padding: 0 .5rem; border-radius: 4px;
  font-size: .875rem; color: inherit; text-decoration: none; }
nav.screens a:is(:hover, :focus-visible) { background: color-mix(in srgb, currentColor 6%, transparent); text-decoration: none; }
nav.screens a[aria-current] { background: color-mix(in srgb, currentColor 7%, transparent); font-weight: 600; }
nav.screens i { flex: none; width: 1rem; height: 1rem; overflow: hidden; white-space: nowrap;
  font: normal 1rem/1 "Material Symbols Rounded"; }
nav.screens span { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
"""
# While Streamlit fetches its part for an element, a grey bar stands in its place. Places are kept, and a row is there once all of it is, or each part
# would push the others aside. What the window tells (`components/app/browser.py`) has no place.
_WHOLE = """
.st-key-window { position: absolute; }
[class*=st-key-choice-]:not(.st-key-choice-known) { min-height: 4.25rem; }
.st-key-choice-known { max-height: 1.5rem; }
[data-testid=stHorizontalBlock]:has(> [data-testid=stElementContainer] > [data-testid=stSkeleton]) { visibility: hidden; }
[class*=-browsers_own] { min-width: 14.7rem; }
[class*=-copy_link] { min-width: 6.2rem; }
[data-testid=stLayoutWrapper]:has(> [class*=-take-away]) { container-type: inline-size; }
[class*=-take-away] { align-content: start; }
@container (max-width: 690px) { [class*=-take-away]:has([class*=-browsers_own]) { min-height: 6rem; } }
@container (max-width: 440px) { [class*=-take-away] { min-height: 6rem; } }
@media (max-width: 480px) { .st-key-stretches { min-height: 9.5rem; align-content: start; } }
[data-testid=stPageLink] { min-height: 2.5rem; justify-content: center; display: flex; flex-direction: column; }
[data-testid=stElementContainer]:has(> [data-testid=stPageLink]) { margin: 0; }
.st-key-ways [data-testid=stElementContainer] { margin: -6px 0 !important; }
.st-key-ways :is([data-testid=stPageLink], [data-testid=stElementContainer]) { min-height: 2rem; }
.st-key-ways [data-testid=stElementContainer]:has([data-testid=stSkeleton]) { max-height: 2rem; }
"""
# At 400 % a window of 1280 pixels is one of 320. Figures are laid out for 340 (`layouts.PHONE`): there they move sideways in their own box.
_NARROW = """
@media (max-width: 371px) {
  [data-testid=stElementContainer]:has([data-testid=stPlotlyChart]) { overflow-x: auto; }
  [data-testid=stPlotlyChart] { min-width: 340px; }
}
"""
_STILL = """
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { animation-duration: .01ms !important; animation-iteration-count: 1 !important; transition-duration: .01ms !important;
    scroll-behavior: auto !important; }
}
"""
_PAPER = """
@page { margin: 14mm; }
@media print {
  header, [data-testid=stSidebar], [data-testid=stForm], [data-testid=stElementToolbar], [data-testid=stHeaderActionElements], .modebar-container,
  [class*=-take-away], .st-key-ways, details:not([open]), [role=dialog] > button { display: none !important; }
  [data-testid=stApp] :is(div, main), [data-testid=stDialog], [data-testid=stDialog] :is(div, section) { overflow: visible !important; }
  [data-testid=stMainBlockContainer] { padding: 0 !important; max-width: none !important; }
  body:has([data-testid=stDialog]) #root { display: none; }
  [data-testid=stDialog], [data-testid=stDialog] > div, [role=dialog] { position: static !important; display: block !important;
    width: auto !important; height: auto !important; max-width: none !important; max-height: none !important; box-shadow: none !important; }
  [data-testid=stElementContainer] { zoom: var(--paper, 1); }
  h1, h2, h3, h4, summary { break-after: avoid; break-inside: avoid; }
  [data-testid=stPlotlyChart], .sp-card, tr, [data-testid=stHorizontalBlock]:not(:has([data-testid=stPlotlyChart])) { break-inside: avoid; }
  .sp-card:has(.sp-terms) { break-inside: auto; }
  [data-testid=stPlotlyChart] *, .sp-chip { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""


def page_style(links: int) -> str:
    """The styles of a page, as CSS, to stand in the page itself: there before the first element is.

    Args:
        links: how many links to screens stand above the filters.
    """
    place = f".st-key-screens {{ min-height: {links * 1.5}rem; }}"
    return f"{_FOCUS}{_USED}{_TARGETS}{_ROOM}{_NAVIGATION}{place}{_WHOLE}{_NARROW}{_STILL}{_PAPER}"


def place_of_chosen(count: int) -> str:
    """The place of the list of actors with so many chosen, as CSS: a line for each, up to the height at which Streamlit lets it scroll."""
    return f".st-key-choice-actors {{ min-height: {min(4.25 + 2.0625 * max(count - 1, 0), 11.5)}rem !important; }}"
