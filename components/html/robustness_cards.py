"""Headline sentences and their robustness checks, as cards and as a table."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from components.html.environment import render
from components.state.view_export import ViewExport, view_name
from components.state.view_state import ViewState
from data.dataset import Dataset
from data.export.tables import named_rows
from data.robustness.checks import CHANGED, PUBLISHER, SAME, Findings, Outcome
from data.robustness.sentences import CHECKS, check_in_words, sign_of

WORST_SHOWN = 3  # maximum number of sentences that change without a publisher; the rest are counted


def headline_card(found: Findings, headline: int) -> Markup:
    """Returns a headline sentence with the result of each check, as HTML, and its other wordings."""
    about = found.headlines[headline]
    return render(
        "headline_card.html.j2",
        title=about.title,
        sentence=found.sentences[headline],
        claim=about.claim,
        checks=[
            (name, check_in_words(found, headline, check), _otherwise(found, headline, check))
            for check, name in CHECKS.items()
        ],
    )


def _otherwise(found: Findings, headline: int, check: str) -> list[str]:
    """Returns how the sentence reads in a check if not the same.

    For the check of publishers these are only the sentences that change.
    """
    other = [o for o in found.outcomes if o.headline == headline and o.check == check and o.verdict != SAME]
    if check == PUBLISHER:
        other = [o for o in other if o.verdict == CHANGED]
    rest = len(other) - WORST_SHOWN
    return [_reads(o) for o in other[:WORST_SHOWN]] + ([f"and {rest} more"] if rest > 0 else [])


def _reads(outcome: Outcome) -> str:
    return f"Without “{outcome.publisher}”: {outcome.sentence}" if outcome.publisher else outcome.sentence


def sure_export(data: Dataset, found: Findings, choices: ViewState, told: str) -> ViewExport:
    """Returns the export of the findings: one row per headline, check and publisher left out.

    Args:
        told: sentence that states how many headlines hold.
    """
    rows = pd.DataFrame(found.outcomes, columns=Outcome._fields)
    rows = rows.assign(
        shown=rows["headline"].map(dict(enumerate(found.sentences))),
        headline=rows["headline"].map(dict(enumerate(about.title for about in found.headlines))),
    )
    return ViewExport(
        "sure",
        "sure",
        told,
        view_name(choices, "sure"),
        "outcomes",
        lambda: named_rows(data, rows, "outcomes"),
        lambda: sure_table(found).set_index("Headline"),
        None,
    )


def sure_table(found: Findings) -> pd.DataFrame:
    """Returns the result of every check, one row per headline.

    Columns: the sign of each check, and the publishers without which the headline changes.
    """
    return pd.DataFrame(
        [
            {"Headline": about.title}
            | {name: sign_of(found, n, check) for check, name in CHECKS.items()}
            | {
                "Changes without": ", ".join(
                    o.publisher
                    for o in found.outcomes
                    if o.headline == n and o.check == PUBLISHER and o.publisher and o.verdict == CHANGED
                )
            }
            for n, about in enumerate(found.headlines)
        ]
    )
