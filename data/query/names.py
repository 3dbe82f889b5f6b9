"""Finds actors and statements by name, and suggests the nearest for misspelt ones."""

from __future__ import annotations

import difflib

from data.cache import cached_on_dataset
from data.dataset import Dataset
from data.schema.text import normalize

ALIKE = 0.6  # similarity from 0 to 1; names below it are not suggested
LONGEST_NAME = 60  # characters; the rest of a longer text is not compared


def find_actor(data: Dataset, text: str) -> str | None:
    """The code of the actor with that code, name or alias, ignoring case and accents; None if there is
    none.
    """
    return _called(data).get(normalize(text[:LONGEST_NAME]))


def suggest_actors(data: Dataset, text: str, n: int = 5) -> list[str]:
    """Codes of the actors whose code, name, alias or initials are most similar to a text, nearest first;
    empty if none is similar.
    """
    initials = {
        "".join(word[0] for word in name.split()): code for name, code in _called(data).items() if " " in name
    }
    called = initials | _called(data)
    alike = difflib.get_close_matches(normalize(text[:LONGEST_NAME]), called, n=3 * n, cutoff=ALIKE)
    return list(dict.fromkeys(called[name] for name in alike))[:n]


def suggest_statements(data: Dataset, text: str, n: int = 5) -> list[str]:
    """Ids of the statements most similar to a text, nearest first; empty if none is similar."""
    by_folded = {s.casefold(): s for s in data.statements["id"]}
    return [
        by_folded[name]
        for name in difflib.get_close_matches(text[:LONGEST_NAME].casefold(), by_folded, n=n, cutoff=ALIKE)
    ]


@cached_on_dataset(1)
def _called(data: Dataset) -> dict[str, str]:
    """Normalized names, codes and aliases of actors -> code."""
    return {normalize(name): code for code, name in data.names.items()} | actors_by_code_and_alias(data)


@cached_on_dataset(1)
def actors_by_code_and_alias(data: Dataset) -> dict[str, str]:
    """Normalized codes and aliases of actors -> code."""
    aliases = {normalize(alias): actor.code for actor in data.actors.itertuples() for alias in actor.aliases}
    return aliases | {normalize(code): code for code in data.names.index}
