"""How the brief looks on a screen and on paper, A4 and Letter alike."""

from __future__ import annotations

from components.brief.content import BriefInfo
from components.escape import escape_css
from components.theme.palette import LIGHT
from data.sentences.wording import day

WIDTH = 680               # pixels: what both papers have between their margins; figures are drawn for it


def brief_style(info: BriefInfo) -> str:
    """The document's styles, with the foot of each printed page: what it is, the day and the data's version."""
    c = LIGHT
    foot = f"{info.title}, {day(info.choices.on)} · Strike Positions, data {info.version}"
    return f"""<style>
:root {{ color-scheme: light; }}
* {{ box-sizing: border-box; print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
body {{ margin: 0; background: {c.paper}; color: {c.ink}; font: 14px/1.45 {c.font}; }}
main {{ width: {WIDTH}px; max-width: 100%; margin: 24px auto; }}
h1 {{ font-size: 26px; line-height: 1.2; margin: 0 0 8px; }}
h2 {{ font-size: 20px; margin: 34px 0 6px; border-bottom: 2px solid {c.faint}; padding-bottom: 3px; }}
h3 {{ font-size: 15px; margin: 18px 0 4px; }}
p {{ margin: 4px 0 8px; overflow-wrap: anywhere; }}
a {{ color: {c.link}; }}
nav {{ font-size: 13px; margin: 10px 0; }}
.scope, .quiet, .when {{ color: {c.muted}; }}
.scope {{ margin: 2px 0; }}
.findings {{ border-left: 4px solid {c.link}; padding-left: 12px; margin: 14px 0; font-size: 16px; }}
.finding {{ font-weight: 700; font-size: 16px; }}
.sp-chip {{ margin: 0 4px 0 0; }}
table {{ border-collapse: collapse; width: 100%; margin: 8px 0; font-size: 12px; }}
caption {{ text-align: left; color: {c.muted}; padding-bottom: 4px; }}
th, td {{ border-bottom: 1px solid {c.faint}; padding: 3px 5px 3px 0; text-align: left; vertical-align: top; }}
thead th {{ border-bottom: 2px solid {c.muted}; vertical-align: bottom; }}
tbody th {{ font-weight: 600; }}
tr.part th {{ color: {c.muted}; padding-top: 9px; }}
.matrix {{ table-layout: fixed; font-size: 11px; line-height: 1.3; }}
.matrix .sp-chip {{ font-size: 11px; padding: 0 4px; }}
.matrix .when {{ font-size: 10px; }}
.standing th {{ white-space: nowrap; width: 130px; }}
.standing thead th:nth-child(2) {{ width: 70px; }}
.standing thead th:last-child {{ width: auto; }}
.standing .number {{ text-align: right; padding-right: 12px; }}
.changes td, .changes th {{ padding-right: 10px; }}
.changes td:nth-child(3) {{ white-space: nowrap; }}
.refs {{ font-size: 10px; color: {c.muted}; }}
.refs a {{ text-decoration: none; }}
.figure {{ width: {WIDTH}px; max-width: 100%; margin: 14px 0; overflow-x: auto; }}
.statement {{ border-top: 1px solid {c.faint}; padding-top: 6px; margin-top: 8px; font-size: 13px; }}
.statement p {{ margin: 2px 0; }}
.sources {{ padding-left: 34px; font-size: 12px; }}
.sources li {{ margin-bottom: 5px; }}
.address {{ color: {c.muted}; font-size: 11px; overflow-wrap: anywhere; }}
@page {{
  margin: 14mm 14mm 18mm;
  @bottom-left {{ content: "{escape_css(foot)}"; font: 8pt {c.font}; color: {c.muted}; }}
  @bottom-right {{ content: counter(page) " / " counter(pages); font: 8pt {c.font}; color: {c.muted}; }}
}}
@media print {{
  main {{ margin: 0 auto; }}
  nav {{ display: none; }}
  h1, h2, h3, h2 + p, .finding, caption, tr.part {{ break-after: avoid; }}
  .figure, .finding, .findings p, .standing, .statement, .sources li, tr {{ break-inside: avoid; }}
  thead {{ display: table-header-group; }}
  a {{ color: inherit; text-decoration: none; }}
}}
</style>"""
