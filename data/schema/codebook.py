"""The codebook's records: questions, codes and their meanings, and the texts of every screen."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator

from data.schema.errors import field_error
from data.schema.fields import (
    Day,
    Identifier,
    Perfect,
    Record,
    Stance,
    Text,
    Vocabulary,
    not_before_the_start,
)


class Term(Record):
    """A code with its name for readers."""

    code: Text
    name: Text
    meaning: Text = ""
    glyph: str = ""
    long: Text = ""


class ScalePoint(Record):
    """A stance with its name and symbol."""

    code: Stance
    name: Text
    glyph: Annotated[str, StringConstraints(min_length=1, max_length=1)]
    meaning: Text


class OwnWord(Record):
    """An actor's own name for a stance; `perfect` as in `QuestionText`."""

    actor: Text
    code: Stance
    name: Text
    perfect: Perfect


class QuestionText(Record):
    """A question with its texts.

    Attributes:
        codes: what each stance means for the question, as the end of a sentence that begins with the actor's
            name.
        perfect: what each stance means, to be placed after the question's title, between the actor's name and
            "since ...".
    """

    code: Identifier
    title: Text
    short: Text
    asked: Text
    codes: dict[Stance, Text]
    perfect: dict[Stance, Perfect]

    @field_validator("codes", "perfect")
    @classmethod
    def _whole(cls, value: dict[int, str]) -> dict[int, str]:
        if set(value) != set(range(-2, 3)):
            raise field_error(", ".join(map(str, value)), "a meaning for each of -2, -1, 0, 1, 2")
        return value


class Borderline(Record):
    """How a borderline case is coded."""

    theme: Text
    rule: Text


class Rule(Record):
    """A rule by which positions are derived and shown, in words; implemented in `data.rules`."""

    rule: Text
    text: Text


class Gap(Record):
    """What the dataset does not hold, or not reliably."""

    gap: Text
    text: Text


class Gloss(Record):
    """An entry of the glossary."""

    term: Text
    meaning: Text


class Period(Record):
    """A period in which much changed, with its first and last day, and why it stands out."""

    code: Identifier
    name: Text
    start: Annotated[Day, Field(alias="from")]
    end: Annotated[Day, AfterValidator(not_before_the_start), Field(alias="to")]
    meaning: Text


# The code refers to these codes; the codebook names them and must have them all, in this order.
_NAMED_BY_RULES = {
    "scale": (2, 1, 0, -1, -2),
    "voices": ("government", "dissent"),
    "confidence": ("low", "medium", "high"),
    "ages": ("recent", "over_1_year", "over_2_years"),
    "states": ("stated", "held_back", "words_only", "not_yet", "nothing_found", "not_looked_for"),
}


class Codebook(Record):
    """The questions, the codes and their meanings, and the texts of every screen."""

    scale: list[ScalePoint]
    questions: Annotated[list[QuestionText], Field(min_length=1)]
    own_words: list[OwnWord]
    borderline: list[Borderline]
    rules: Annotated[list[Rule], Field(min_length=1)]
    gaps: list[Gap]
    corrections: list[Text]
    levels: list[Term]
    confidence: list[Term]
    voices: list[Term]
    kinds: list[Term]
    source_kinds: list[Term]
    event_kinds: list[Term]
    states: list[Term]
    ages: list[Term]
    groups: list[Term]
    glossary: list[Gloss]
    periods: list[Period]

    @field_validator("scale", "voices", "confidence", "states", "ages")
    @classmethod
    def _what_the_rules_name(cls, value: list[Any], info: ValidationInfo) -> list[Any]:
        assert info.field_name is not None  # pydantic passes it to field validators
        found, needed = [t.code for t in value], list(_NAMED_BY_RULES[info.field_name])
        if found != needed:
            raise field_error(", ".join(map(str, found)), f"in this order {', '.join(map(str, needed))}")
        return value

    @field_validator("questions", "levels", "kinds", "source_kinds", "event_kinds", "groups", "periods")
    @classmethod
    def _each_once(cls, value: list[Any]) -> list[Any]:
        codes = [t.code for t in value]
        if twice := [c for c in dict.fromkeys(codes) if codes.count(c) > 1]:
            raise field_error(", ".join(twice), "each code once")
        return value

    @field_validator("rules", "gaps")
    @classmethod
    def _each_name_once(cls, value: list[Any], info: ValidationInfo) -> list[Any]:
        assert info.field_name is not None
        names = [getattr(t, info.field_name.rstrip("s")) for t in value]
        if twice := [n for n in dict.fromkeys(names) if names.count(n) > 1]:
            raise field_error(", ".join(twice), f"each {info.field_name.rstrip('s')} once")
        return value

    def vocabulary(self, today: dt.date) -> Vocabulary:
        """The codes that records may use."""
        parts = (
            "questions",
            "levels",
            "confidence",
            "voices",
            "kinds",
            "source_kinds",
            "event_kinds",
            "groups",
        )
        return Vocabulary(today, {part: frozenset(t.code for t in getattr(self, part)) for part in parts})

    def question(self, code: str) -> QuestionText:
        """The question with that code."""
        return next(q for q in self.questions if q.code == code)

    def stance(self, code: int, actor: str | None = None) -> ScalePoint:
        """The point of the scale for a stance, with the actor's own name for it if it has one."""
        point = next(s for s in self.scale if s.code == code)
        own = next((w.name for w in self.own_words if (w.actor, w.code) == (actor, code)), None)
        return point.model_copy(update={"name": own}) if own else point

    def perfect(self, question: str, stance: int, actor: str) -> str:
        """What an actor has done by taking a stance on a question, to precede "since ..."; in the actor's own
        words if it has any.
        """
        own = next((w.perfect for w in self.own_words if (w.actor, w.code) == (actor, stance)), None)
        return own or self.question(question).perfect[stance]

    def term(self, part: str, code: str) -> Term:
        """The term for a code of one of the lists: `term("levels", "head").name`."""
        return next(t for t in getattr(self, part) if t.code == code)
