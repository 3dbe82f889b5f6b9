"""First words and moves as an Atom feed (RFC 4287), for subscribers. Uses no web framework."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pandas as pd

from data.dataset import Dataset
from data.export.citation import DATASET_LICENCE
from data.sentences.wording import day, on_day

ATOM = "http://www.w3.org/2005/Atom"
TITLE = "Strike Positions: first words and moves"


def changes_feed(data: Dataset, steps: pd.DataFrame, home: str, address: str, query: str) -> bytes:
    """Returns a feed of steps, the latest known first, as XML.

    The id of an entry is derived from actor, question and statement, that of the feed from its query. Both
    are the same whatever the server and the time of the request. An entry's `updated` is the day on which the
    statement became public.

    Args:
        steps: rows of `tables.changes_table`.
        home: base URL of the app, without a trailing slash; entries link to its evidence page.
        address: URL of the feed itself.
        query: query of the feed's URL.
    """
    steps = steps.sort_values("known", ascending=False, kind="stable")
    feed = ElementTree.Element("feed", xmlns=ATOM)
    latest = steps["known"].iloc[0] if len(steps) else data.last_day.isoformat()
    _add(feed, "id", _stable_id(f"changes?{query}"))
    _add(feed, "title", TITLE)
    _add(feed, "subtitle", f"Dataset {data.version}, searched until {day(data.last_day)}")
    _add(feed, "updated", _moment(latest))
    _add(feed, "rights", DATASET_LICENCE)
    _add(_add(feed, "author"), "name", "Strike Positions")
    _link(feed, "self", "application/atom+xml", address)
    _link(feed, "alternate", "text/html", f"{home}/")
    for step in steps.itertuples():
        _entry(_add(feed, "entry"), data, step, home)
    return ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)


def _entry(entry: ElementTree.Element, data: Dataset, step: Any, home: str) -> None:
    book, said = data.codebook, data.statements_by_id.loc[step.statement]
    stance = book.stance(step.stance, step.actor).name
    before = (
        "first words"
        if step.change == "first words"
        else f"from {book.stance(step.from_stance, step.actor).name}"
    )
    when = on_day(dt.date.fromisoformat(step.date), step.date_precision)
    _add(entry, "id", _stable_id(f"{step.actor}.{step.question}.{step.statement}"))
    _add(entry, "title", f"{step.name} · {book.question(step.question).short}: {stance} ({before})")
    _add(entry, "updated", _moment(step.known))
    _add(entry, "summary", f"{step.speaker}, {said['role']}, {when}: {said['summary']}")
    _add(entry, "category", term=step.question, label=book.question(step.question).title)
    _link(entry, "alternate", "text/html", f"{home}/evidence?{urlencode({'id': step.statement})}")


def _add(
    parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str
) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = text
    return child


def _link(parent: ElementTree.Element, relation: str, kind: str, address: str) -> None:
    _add(parent, "link", rel=relation, type=kind, href=address)


def _stable_id(named: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"strike-positions:{named}").urn


def _moment(known: str) -> str:
    """Returns a day as an Atom timestamp. The hour is unknown, so it is midnight UTC."""
    return f"{known}T00:00:00Z"
