"""Sentences on which headline sentences hold on less evidence."""

from __future__ import annotations

from collections.abc import Sequence

from data.robustness.checks import CHANGED, MONTHS, NUMBERS, PUBLISHER, RECENT, SAME, SURE, Findings, Outcome
from data.sentences.wording import Day, count_of, day, join_names, number

SIGNS = {SAME: "=", NUMBERS: "≈", CHANGED: "≠"}
VERDICTS = {
    SAME: "the same, word for word",
    NUMBERS: "comes to the same, with other numbers or details",
    CHANGED: "comes to something else",
}
CHECKS = {SURE: "High confidence", RECENT: f"Last {MONTHS} months", PUBLISHER: "Publishers"}
NO_POSITIONS = "not asked: it rests on moves"
MOST_NAMED = 6  # more publishers are counted, not named


def holding(found: Findings, on: Day) -> str:
    """How many headline sentences keep their claim under every check, and how many change under each, in two
    sentences.
    """
    every = range(len(found.headlines))
    changed = {
        check: {o.headline for o in found.outcomes if o.check == check and o.verdict == CHANGED}
        for check in CHECKS
    }
    hold = [n for n in every if not any(n in some for some in changed.values())]
    parts = [
        f"{number(len(changed[check]))} with {what}"
        for check, what in (
            (SURE, "words of high confidence only"),
            (RECENT, f"positions of the last {MONTHS} months only"),
            (PUBLISHER, "one publisher left out"),
        )
    ]
    come = f"{number(len(hold))} come{'s' if len(hold) == 1 else ''}"
    return (
        f"Of {count_of(len(every), 'headline sentence')} for {day(on)}, {come} to the same under all three checks. What they come to "
        f"changes: for {join_names(parts)}."
    )


def publishers_in_words(found: Findings, headline: int) -> str:
    """How many and which publishers, left out one at a time, change a sentence's claim or its numbers."""
    outcomes = [o for o in found.outcomes if o.headline == headline and o.check == PUBLISHER]
    named = {
        verdict: [o.publisher for o in outcomes if o.publisher and o.verdict == verdict]
        for verdict in (CHANGED, NUMBERS)
    }
    parts = [
        f"{SIGNS[verdict]} {what} without {_those(publishers)}"
        for verdict, what, publishers in (
            (CHANGED, "comes to something else", named[CHANGED]),
            (NUMBERS, "other numbers or details", named[NUMBERS]),
        )
        if publishers
    ]
    base = count_of(found.publishers, "publisher")
    if not parts:
        return f"{SIGNS[SAME]} the same, word for word, whichever of {base} is left out"
    return f"{'; '.join(parts)}; the same without any other of {base}"


def _those(publishers: Sequence[str]) -> str:
    if len(publishers) > MOST_NAMED:
        return f"any of {len(publishers)}"
    return join_names([f"“{p}”" for p in publishers])


def check_in_words(found: Findings, headline: int, check: str) -> str:
    """Whether a sentence holds under a check, with its sign."""
    if check == PUBLISHER:
        return publishers_in_words(found, headline)
    outcome = outcome_of(found, headline, check)
    return f"{SIGNS[outcome.verdict]} {VERDICTS[outcome.verdict]}" if outcome else NO_POSITIONS


def outcome_of(found: Findings, headline: int, check: str) -> Outcome | None:
    """The outcome of a check other than that on publishers; None if the check does not apply to the
    sentence.
    """
    return next((o for o in found.outcomes if o.headline == headline and o.check == check), None)


def sign_of(found: Findings, headline: int, check: str) -> str:
    """The sign of a sentence's outcome under a check, the worst of several; a dash if the check does not
    apply.
    """
    verdicts = {o.verdict for o in found.outcomes if o.headline == headline and o.check == check}
    if not verdicts:
        return SIGNS[SAME] if check == PUBLISHER else "–"
    return SIGNS[next(v for v in (CHANGED, NUMBERS, SAME) if v in verdicts)]
