"""Actors and statements by what people call them, and suggestions for names that are misspelt."""

from __future__ import annotations

import difflib

from data.cache import cached_on_dataset
from data.dataset import Dataset
from data.schema.text import normalize

ALIKE = 0.6          # of 1: below it a name does not resemble another
LONGEST_NAME = 60    # letters that are compared


def find_actor(data: Dataset, text: str) -> str | None:
    """The code of the actor with that code, name or alias; capitals and accents make no difference. None: there is none."""
    return _called(data).get(normalize(text[:LONGEST_NAME]))


def suggest_actors(data: Dataset, text: str, n: int = 5) -> list[str]:
    """Codes of the actors whose code, name, alias or initials most resemble a text, the nearest first; none where nothing does."""
    initials = {"".join(word[0] for word in name.split()): code for name, code in _called(data).items() if " " in name}
    called = initials | _called(data)
    alike = difflib.get_close_matches(normalize(text[:LONGEST_NAME]), called, n=3 * n, cutoff=ALIKE)
    return list(dict.fromkeys(called[name] for name in alike))[:n]


def suggest_statements(data: Dataset, text: str, n: int = 5) -> list[str]:
    """Ids of the statements whose id most resembles a text, the nearest first; none where nothing does."""
    by_folded = {s.casefold(): s for s in data.statements["id"]}
    return [by_folded[name] for name in difflib.get_close_matches(text[:LONGEST_NAME].casefold(), by_folded, n=n, cutoff=ALIKE)]


@cached_on_dataset(1)
def _called(data: Dataset) -> dict[str, str]:
    """Codes of actors by what they are called, alias, name or code, as `normalize`."""
    return {normalize(name): code for code, name in data.names.items()} | actors_by_code_and_alias(data)


@cached_on_dataset(1)
def actors_by_code_and_alias(data: Dataset) -> dict[str, str]:
    """Codes of actors by their aliases and codes, as `normalize`."""
    aliases = {normalize(alias): actor.code for actor in data.actors.itertuples() for alias in actor.aliases}
    return aliases | {normalize(code): code for code in data.names.index}
