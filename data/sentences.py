"""Findings as sentences, computed from frames; no number is typed in. Neutral words, and every count with its base."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from data.agreement import ALL, DEPENDABLE, FEW_UNITS, TENTATIVE, agreement, spoken_to
from data.loading import Dataset
from data.records import FIRST_DAY, Codebook
from data.search import Search
from data.transforms import SHARED, STEPS, Rise, below, changes, counted_on, dissent_on, head_on, members_on, stance_counts

Day = dt.date | pd.Timestamp
FEW = 5              # a share of fewer says little
SURE = {"all": "", "medium": " of medium or high confidence", "high": " of high confidence"}
# The same at the end of a figure's subtitle.
ONLY_SURE = {"all": "", "medium": " · medium and high confidence", "high": " · high confidence only"}
ONLY_PUBLIC = {"now": "", "then": " · only what was public on the day"}
EARLIER = "Stated under an earlier government"
LATELY = pd.DateOffset(months=12)
NAMED = 3            # more actors than these are counted, not named


def day(date: Day, precision: str = "day") -> str:
    """`28 May 2024`, or `about May 2024` where only the month is known."""
    return f"{date.day} {date:%B %Y}" if precision == "day" else f"about {date:%B %Y}"


def on_day(date: Day, precision: str = "day") -> str:
    """`on 28 May 2024`, or `about May 2024`."""
    return day(date, precision) if precision == "month" else f"on {day(date)}"


def age(days: int) -> str:
    """A number of days in the words of a reader: `3 days`, `5 months`, `2 years`."""
    for unit, length in (("year", 365), ("month", 30)):
        if days >= 2 * length or (unit == "month" and days >= 45):
            n = round(days / length)
            return f"{n} {unit}{'s' if n != 1 else ''}"
    return f"{days} day{'s' if days != 1 else ''}"


def before(days: int) -> str:
    """How long before the day shown: `the same day`, `3 days before`."""
    return f"{age(days)} before" if days else "the same day"


def listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def group_names(data: Dataset, groups: Sequence[str]) -> str:
    """The groups by name: `NATO and EU`."""
    return listed([data.codebook.term("groups", g).name for g in groups])


def only(confidence: str, known: str) -> str:
    """What a reader left out, for the end of a figure's subtitle; empty if nothing."""
    return ONLY_SURE[confidence] + ONLY_PUBLIC[known]


def subjects(data: Dataset, groups: Sequence[str]) -> str:
    """Whose positions a figure shows: `governments`, or `NATO members`."""
    return f"{group_names(data, groups)} members" if groups else "governments"


def source(data: Dataset, until: str = "the day") -> str:
    """Where a figure comes from and how a position is read; `until`: up to which day."""
    return f"Source: Strike Positions, data {data.version}. Position: the latest government statement up to {until} that sets the line."


def whom(data: Dataset, groups: Sequence[str], on: Day) -> str:
    """Who is counted: `countries`, or `UN P5 members (Russia apart)`."""
    if not groups:
        return "countries"
    apart = data.actors[data.actors["belligerent"] & data.actors["code"].isin(members_on(data, tuple(groups), on))]["name"].tolist()
    return f"{group_names(data, groups)} members" + (f" ({listed(apart)} apart)" if apart else "")


def state_of_play(data: Dataset, cells: pd.DataFrame, on: Day, groups: tuple[str, ...] = (), confidence: str = "all") -> str:
    """Where the counted countries stand, in one sentence: the question with the largest and the one with the smallest share that supports.

    Only questions on which at least `FEW` of them have a position are named, or, in a small group, those on which most have one.

    Args:
        cells: as from `transforms.cell_states` for that day and confidence.
    """
    counts = stance_counts(cells, counted_on(data, groups, on))
    base = counts.groupby("question")["base"].first()
    who = whom(data, groups, on)
    sure = SURE[confidence]
    if not base.max():
        return f"On {day(on)}, none of the {who} has a stated position{sure} on any question."
    favour = counts[counts["stance"] > 0].groupby("question")["count"].sum()
    share = (favour / base)[base >= min(FEW, base.max())].sort_values(ascending=False, kind="stable")
    title = {q.code: f"“{q.short}”" for q in data.codebook.questions}
    most, least = share.index[0], share.index[-1]
    start = f"Among {who} with a position{sure} on {day(on)}, support or permission is widest on {title[most]}"
    start += f" ({favour[most]} of {base[most]})"
    return f"{start}." if most == least else f"{start} and narrowest on {title[least]} ({favour[least]} of {base[least]})."


def stand_on(data: Dataset, cells: pd.DataFrame, question: str, on: Day, groups: tuple[str, ...] = (), confidence: str = "all") -> str:
    """Where the counted countries stand on one question, in one sentence.

    Args:
        cells: as from `transforms.cell_states` for that day and confidence.
    """
    short = f"“{data.codebook.question(question).short}”"
    sure = SURE[confidence]
    favour, middle, against, base = sides(data, cells, question, on, groups)
    who = whom(data, groups, on)
    if not base:
        return f"On {day(on)}, none of the {who} has a stated position{sure} on {short}."
    others = listed([f"{n} {what}" for n, what in ((against, "discourage it or rule it out"), (middle, "take no side")) if n])
    return f"On {day(on)}, {favour} of the {base} {who} with a position{sure} on {short} support or permit it" + (f"; {others}." if others else ".")


class Sides(NamedTuple):
    """How many countries stand on each side of a question; base: how many have a position."""

    favour: int
    middle: int
    against: int
    base: int


def sides(data: Dataset, cells: pd.DataFrame, question: str, on: Day, groups: tuple[str, ...] = ()) -> Sides:
    """The counted countries by side, organisations and belligerents apart.

    Args:
        cells: as from `transforms.cell_states` for that day.
    """
    held = cells.loc[cells["question"].eq(question) & cells["actor"].isin(counted_on(data, groups, on)), "stance"].dropna()
    return Sides(int((held > 0).sum()), int((held == 0).sum()), int((held < 0).sum()), len(held))


def rise_in_words(rise: Rise) -> str:
    """When the number in favour rose most: `The number that support or permit rose most in the 30 days to 18 June 2024: from 4 to 19.`"""
    days = (rise.last - rise.first).days
    return f"The number that support or permit rose most in the {days} days to {day(rise.last)}: from {rise.start} to {rise.end}."


def latest_moves(data: Dataset, steps: pd.DataFrame, on: Day, groups: tuple[str, ...] = ()) -> str:
    """How many of the counted countries moved in the twelve months up to the day and which way, and when any last did.

    Args:
        steps: as from `transforms.counted_changes` for that day and groups.
    """
    number, who = len(counted_on(data, groups, on)), whom(data, groups, on)
    moves = steps[steps["change"].eq("move")]
    if moves.empty:
        return f"None of the {number} {who} had moved from one position to another by then."
    last = moves[moves["date"].eq(moves["date"].iloc[0])]
    movers = data.names[last["actor"].unique()].tolist()
    named = listed(movers) if len(movers) <= NAMED else f"{len(movers)} of them"
    when = f"{on_day(last['date'].iloc[0], last['date_precision'].iloc[0])} ({named})"
    lately = moves[moves["date"] > pd.Timestamp(on) - LATELY]
    if lately.empty:
        return f"None of the {number} {who} moved in the twelve months before; the latest move was {when}."
    sizes = {"towards": int(lately["size"].gt(0).sum()), "away from": int(lately["size"].lt(0).sum())}
    ways = listed([f"{times(n, 'move')} {way} support" for way, n in sizes.items() if n])
    return f"In the twelve months before, {lately['actor'].nunique()} of the {number} {who} moved ({ways}), last {when}."


def age_of_words(cells: pd.DataFrame, actors: Sequence[str]) -> str:
    """How old the words are on which the actors' positions rest: the month by which half of them were last stated; empty without positions.

    A month, not a day: of some words no more is known.

    Args:
        cells: as from `transforms.cell_states`.
    """
    stated = cells[cells["actor"].isin(actors) & cells["state"].eq("stated")]
    if stated.empty:
        return ""
    middle = f"{stated['last_stated'].quantile(0.5, interpolation='lower'):%B %Y}"
    if len(stated) == 1:
        return f"The one stated position was last stated in {middle}."
    return f"Half of the {len(stated)} stated positions were last stated in {middle} or earlier."


def under_earlier_government(data: Dataset, actor: str, cell: pd.Series, on: Day) -> str:
    """Under whom a position was stated and who governs now; empty where the government in office has set it itself.

    Args:
        cell: the actor's row of `transforms.cell_states` for that day.
    """
    if cell["state"] != "stated" or not cell["earlier_government"]:
        return ""
    then, now = head_on(data, actor, data.said.loc[cell["set_by"], "date"]), head_on(data, actor, on)
    whose = f" ({then['head']})" if then is not None else ""
    return f"{EARLIER}{whose}; that of {now['head']}, in office since {day(now['from'])}, " + (
        "has only commented on it." if cell["last_stated"] >= now["from"] else "has said nothing on it that is known here.")


def searched(data: Dataset) -> str:
    """Until when and how hard was searched, and what came of it."""
    return f"{looked(data)[:-1]}; {times(len(data.statements), 'statement')}, {times(len(data.sources), 'source')}."


def looked(data: Dataset) -> str:
    """Until when and how hard was searched."""
    silent = int((~data.searches["actor"].isin(data.statements["actor"])).sum())
    return (f"Searched until {day(data.last_day)}: {times(int(data.searches['queries'].sum()), 'look-up')} on {times(len(data.searches), 'actor')} "
            f"(nothing found for {silent}).")


def holds(data: Dataset) -> str:
    """What the dataset holds, in counts."""
    dates, actors = data.statements["date"], data.statements["actor"].nunique()
    span = f", said or done from {day(dates.min())} to {day(dates.max())}" if len(dates) else ""
    return (f"The dataset holds {times(len(data.statements), 'statement')} by {actors} of {times(len(data.actors), 'actor')}{span}, with "
            f"{times(len(data.codes), 'code')} on {times(len(data.codebook.questions), 'question')} and {times(len(data.sources), 'source')}; "
            f"beside them stand {times(len(data.events), 'event')} and {times(len(data.systems), 'weapon system')}.")


def covered(data: Dataset, table: pd.DataFrame, on: Day) -> str:
    """How many actors have any position on the day, what is with the others, and how unevenly was looked.

    Args:
        table: as from `coverage.coverage` for that day.
    """
    states = table["state"].value_counts()
    others = "; ".join(f"{s.name}: {states[s.code]}" for s in data.codebook.states if s.code != "stated" and s.code in states)
    looked = table["queries"]
    return (f"On {day(on)}, {states.get('stated', 0)} of {times(len(table), 'actor')} {'has' if len(table) == 1 else 'have'} a position on at least "
            f"one of {times(len(data.codebook.questions), 'question')}" + (f" ({others})" if others else "")
            + f". Half of the actors were looked up {times(int(looked.quantile(0.5, interpolation='lower')), 'time')} or fewer; the fewest look-ups "
            f"on one were {looked.min()}, the most {looked.max()}.")


def agreed(data: Dataset) -> str:
    """How far coders agree: over all questions, among the blind ones alone, on what is spoken to; and which figures to lean on least."""
    every, blind, spoken = agreement(data), agreement(data, first=False), spoken_to(data)
    if every.empty:
        return "No statement has been coded by a second coder."
    title = {q.code: f"“{q.short}”" for q in data.codebook.questions}
    coders, statements = data.second_coding["coder"].nunique(), data.second_coding["statement"].nunique()
    said = [f"Over all questions alpha is {_alpha(every)} ({_units(every)}), among the {times(coders, 'second coder')} alone {_alpha(blind)} "
            f"({_units(blind)}); on which questions a statement speaks to at all it is {_alpha(spoken)} ({times(statements, 'statement')})."]
    each = every[every["question"].ne(ALL)]
    for low, high, words in ((TENTATIVE, DEPENDABLE, "Enough for tentative conclusions only"), (-1, TENTATIVE, "Too low to conclude from")):
        if len(found := each[each["alpha"].between(low, high, inclusive="left").fillna(False)]):
            said.append(f"{words}: {listed([f'{title[r.question]} ({r.alpha:.2f})' for r in found.itertuples()])}.")
    if len(few := each[each["units"] < FEW_UNITS]):
        said.append(f"Few units, so a rough figure: {listed([f'{title[r.question]} ({r.units})' for r in few.itertuples()])}.")
    if len(same := each[each["alpha"].isna()]):
        names = listed([f"{title[r.question]} ({times(r.codings, 'coding')})" for r in same.itertuples()])
        said.append(f"Not defined, since all codings are the same: {names}.")
    return " ".join(said)


def _alpha(table: pd.DataFrame) -> str:
    found = table.loc[table["question"].eq(ALL), "alpha"].dropna()
    return f"{found.item():.2f}" if len(found) else "not defined"


def _units(table: pd.DataFrame) -> str:
    return times(int(table.loc[table["question"].eq(ALL), "units"].sum()), "unit")


def how_sure(data: Dataset, cells: pd.DataFrame, actors: Sequence[str]) -> str:
    """How sure the words are from which the actors' positions are read, and how many rest on one source; empty without positions.

    Args:
        cells: as from `transforms.cell_states`.
    """
    stated = cells[cells["actor"].isin(actors) & cells["state"].eq("stated")]
    if stated.empty:
        return ""
    found = stated["confidence"].value_counts()
    shares = ", ".join(f"{found[c.code]} {c.name}" for c in reversed(data.codebook.confidence) if c.code in found)
    sources = data.sources.loc[data.sources["statement"].isin(stated["set_by"]), "statement"].value_counts()
    single = int(stated["set_by"].map(sources).eq(1).sum())
    return f"Confidence of the {times(len(stated), 'position')} counted: {shares}; {single} on a single source."


def times(number: int, thing: str) -> str:
    """A number of things: `1 source`, `1,194 sources`."""
    return f"{number:,} {thing}{'s' if number != 1 else ''}"


def search_result(data: Dataset, found: pd.DataFrame, search: Search) -> str:
    """How many statements a search finds, by how many actors, from when to when, and how far they can be leaned on.

    Args:
        found: as from `search.find`.
    """
    when = f"Up to {day(search.on)}" if search.start == FIRST_DAY else f"From {day(search.start)} to {day(search.on)}"
    everything = f"the {len(data.statements)} statements in the dataset"
    if found.empty:
        return f"{when}, none of {everything} matches."
    sources = data.sources[data.sources["statement"].isin(found["id"])].groupby("statement")
    single, state = int(sources.size().eq(1).sum()), int(sources["state_media"].count().gt(0).sum())
    actors, first, last = found["actor"].nunique(), found.iloc[-1], found.iloc[0]
    span = f"the first {on_day(first['date'], first['date_precision'])}, the latest {on_day(last['date'], last['date_precision'])}"
    return (f"{when}, {len(found)} of {everything} match{'es' if len(found) == 1 else ''}, by {actors} actor{'s' if actors > 1 else ''}"
            + (f": {span}" if len(found) > 1 else f", said {on_day(last['date'], last['date_precision'])}")
            + f". Of these, {single} rest{'s' if single == 1 else ''} on a single source and {state} cite{'s' if state == 1 else ''} state media.")


def number(n: int) -> str:
    """A small number in words, a larger one in figures: `six`."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    return words[n] if n < len(words) else str(n)


def statement_name(data: Dataset, statement: str) -> str:
    """What a statement is called: `France · Emmanuel Macron, 28 May 2024`."""
    said = data.said.loc[statement]
    return f"{data.names[said['actor']]} · {said['speaker']}, {day(said['date'], said['date_precision'])}"


# One actor ------------------------------------------------------------------------------------------------------------

def actor_stands(data: Dataset, words: pd.DataFrame, cells: pd.DataFrame, actor: str, on: Day, confidence: str = "all") -> str:
    """On how many questions an actor has a position on a day, which, how many dissent stands beside, and its latest move.

    Args:
        cells: as from `transforms.cell_states` for that day and confidence.
    """
    book, name, sure = data.codebook, data.names[actor], SURE[confidence]
    short = {q.code: f"“{q.short}”" for q in book.questions}
    here = cells[cells["actor"].eq(actor)]
    held = here[here["stance"].notna()]
    if held.empty:
        return f"On {day(on)}, {name} has no stated position{sure} on any of the {times(len(here), 'question')}."
    each = [f"{book.stance(point.code, actor).name}: {listed(part['question'].map(short).tolist())}" for point in book.scale
            if len(part := held[held["stance"].eq(point.code)])]
    said = [f"On {day(on)}, {name} has a position{sure} on {len(held)} of {times(len(here), 'question')} ({'; '.join(each)})."]
    own = words[words["actor"].eq(actor)]
    against = set(dissent_on(own, on)["question"])
    if beside := [q for q in short if q in against]:
        said.append(f"Dissent stands beside {listed([short[q] for q in beside])}.")
    steps = changes(own, pd.Timestamp.min, on)
    moves = steps[steps["change"].eq("move") & ~below(steps["confidence"], confidence)]
    if moves.empty:
        said.append("It had not moved from one position to another by then.")
    else:
        last = moves[moves["date"].eq(moves["date"].iloc[-1])]
        how = [f"{short[m.question]}: {book.stance(m.from_stance, actor).name} → {book.stance(m.stance, actor).name}" for m in last.itertuples()]
        said.append(f"It last moved {on_day(last['date'].iloc[0], last['date_precision'].iloc[0])} ({'; '.join(how)}).")
    return " ".join(said)


def membership(row: tuple, on: Day) -> str:
    """From when to when an actor belongs to a group, seen from a day: `since 4 April 1949`.

    Args:
        row: of `profile.memberships_of`.
    """
    if row.start > pd.Timestamp(on):
        return f"from {day(row.start)}, after this day"
    if pd.isna(row.end):
        return f"since {day(row.start)}"
    return f"{day(row.start)} to {day(row.end)}"


_STEPS = {0.5: "half a step", 1: "one step", 1.5: "one and a half steps", 2: "two steps", 2.5: "two and a half steps", 3: "three steps",
          3.5: "three and a half steps", 4: "four steps"}


def against_median(data: Dataset, row: tuple) -> str:
    """Where an actor stands against the others of a group: `one step more permissive than the median of 17 NATO members with a position`.

    Args:
        row: of `transforms.group_medians`.
    """
    base = f"{row.others} {data.codebook.term('groups', row.group).name} member{'s' if row.others != 1 else ''} with a position"
    if pd.isna(row.median):
        return f"too few for a median: {base}"
    if pd.isna(row.size):
        return f"median of {base}: {median_name(data, row.median)}"
    which = "the same as" if row.size == 0 else f"{_STEPS[abs(row.size)]} {'more' if row.size > 0 else 'less'} permissive than"
    return f"{which} the median of {base} ({median_name(data, row.median)})"


def median_name(data: Dataset, median: float) -> str:
    """A median in the scale's words, which may fall between two of its points."""
    low, high = int(median // 1), int(-(-median // 1))
    names = [data.codebook.stance(code).name for code in dict.fromkeys((low, high))]
    return names[0] if len(names) == 1 else f"between {names[0]} and {names[1]}"


def not_spoken_to(data: Dataset, cells: pd.DataFrame, actor: str, on: Day) -> list[str]:
    """The questions to which an actor has not spoken up to the day, a line a kind of blank; empty if it has spoken to all.

    Args:
        cells: as from `transforms.cell_states` for that day.
    """
    here, title = cells[cells["actor"].eq(actor)], {q.code: f"“{q.title}”" for q in data.codebook.questions}
    lines = []
    for state in data.codebook.states:
        rows = here[here["state"].eq(state.code)]
        if state.code not in ("not_yet", "nothing_found", "not_looked_for") or rows.empty:
            continue
        later = state.code == "not_yet"
        each = [title[r.question] + (f" (first {on_day(r.first_spoken, r.first_spoken_precision)})" if later else "") for r in rows.itertuples()]
        lines.append(f"{state.name.capitalize()}: {listed(each)}.")
    return lines


# What changed ---------------------------------------------------------------------------------------------------------

def from_to(first: Day, last: Day) -> str:
    """`29 May to 31 May 2024`, `2 June 2023 to 31 May 2024`, `31 May 2024`."""
    if first == last:
        return day(last)
    return f"{first.day} {first:%B}{'' if first.year == last.year else f' {first.year}'} to {day(last)}"


def direction(size: int) -> str:
    """Which way and how far a move goes: `two steps more permissive`."""
    return f"{number(abs(size))} step{'s' if abs(size) > 1 else ''} {'more' if size > 0 else 'less'} permissive"


def taken_back(book: Codebook, step: tuple) -> str:
    """That a move did not last: `Taken back on 3 June 2024: opposes`, or `in part`; empty if it did up to the day shown.

    Args:
        step: a row of `transforms.shown_changes`.
    """
    if pd.isna(step.back_on):
        return ""
    whole = (step.back_to <= step.from_stance) if step.size > 0 else (step.back_to >= step.from_stance)
    return (f"{'Reversed' if whole else 'Reversed in part'} {on_day(step.back_on, step.back_precision)}: "
            f"{book.stance(int(step.back_to), step.actor).name}.")


def what_changed(data: Dataset, steps: pd.DataFrame, net: pd.DataFrame, since: Day, on: Day, groups: tuple[str, ...] = (),
                 confidence: str = "all", questions: Sequence[str] = ()) -> str:
    """How many actors moved in a stretch of time and which way, how many first words came, and what of it is left at the end.

    Countries and organisations are counted; what Ukraine and Russia did is said apart.

    Args:
        steps: as from `transforms.shown_changes` for these days, groups and confidence.
        net: as from `transforms.net_change`.
        questions: those that `steps` and `net` are about; none for all.
    """
    members = members_on(data, groups, on)
    parties = set(data.actors.loc[data.actors["belligerent"], "code"]) & set(members)
    apart = f" ({listed(sorted(data.names[a] for a in parties))} apart)" if parties else ""
    base = f"{len(members) - len(parties)} {subjects(data, groups) if groups else 'actors'}{apart}"
    asked = listed([f"“{data.codebook.question(q).short}”" for q in questions])
    when = f"After {day(since)} and up to {day(on)}" + (f", on {asked}" if asked else "")
    sure = f", on words{SURE[confidence]}" if SURE[confidence] else ""
    if steps.empty:
        return f"No move and no first words between {day(since)} and {day(on)}{f' on {asked}' if asked else ''}{sure}, among {base}."
    seen = steps[~steps["belligerent"]]
    moves, first = (seen[seen["change"].eq(change)] for change in ("move", "first words"))
    if moves.empty:
        said = [f"{when}, none of the {base} moved from one position to another{sure}."]
    else:
        said = [f"{when}, {moves['actor'].nunique()} of the {base} moved{sure} ({_who(data, moves)}): {times(len(moves), 'move')}, {_ways(moves)}."]
    often = "once" if len(first) == 1 else times(len(first), "time")
    said.append(f"First words on a question came {often}, from {_who(data, first)}." if len(first) else "There were no first words.")
    said.append(_left(net[~net["actor"].isin(parties)]))
    return " ".join(said + _not_counted(data, steps[steps["belligerent"]]))


def _who(data: Dataset, steps: pd.DataFrame) -> str:
    """The actors by name, if they are few; else how many countries and organisations they are."""
    actors = data.actors[data.actors["code"].isin(steps["actor"])]
    if len(actors) <= NAMED:
        return listed(sorted(actors["name"]))
    kinds = actors["kind"].value_counts()
    words = (("country", "countries"), ("organisation", "organisations"))
    return listed([f"{n} {one if n == 1 else many}" for one, many in words if (n := kinds.get(one, 0))])


def _ways(moves: pd.DataFrame) -> str:
    more, less = int(moves["size"].gt(0).sum()), int(moves["size"].lt(0).sum())
    if more and less:
        return f"{more} more permissive, {less} less"
    return f"{'all ' if len(moves) > 1 else ''}{'more' if more else 'less'} permissive"


def _left(net: pd.DataFrame) -> str:
    """What differs between the two days, steps in between left aside."""
    if net.empty:
        return "Net, no answer differs between the two days."
    parts = {"more permissive": net["size"].gt(0), "less permissive": net["size"].lt(0), "new": net["size"].isna()}
    found = listed([f"{n} {what}" for what, rows in parts.items() if (n := int(rows.fillna(False).sum()))])
    return f"Net, {times(len(net), 'answer')} differ{'s' if len(net) == 1 else ''} between the two days: {found}."


def _not_counted(data: Dataset, steps: pd.DataFrame) -> list[str]:
    if steps.empty:
        return []
    each = {name: dict(part["change"].value_counts()) for name, part in steps.assign(name=steps["actor"].map(data.names)).groupby("name")}
    parts = [f"{name} ({', '.join(_of_change(change, n) for change, n in sorted(found.items(), reverse=True))})" for name, found in each.items()]
    return [f"Not counted: {listed(parts)}."]


def _of_change(change: str, count: int) -> str:
    return times(count, "move") if change == "move" else f"first words on {times(count, 'question')}"


def months_cut(data: Dataset, cut: pd.DataFrame) -> str:
    """What may fall inside or outside, since only its month is known; empty if there is nothing.

    Args:
        cut: as from `transforms.cut_months`.
    """
    def named(rows: pd.DataFrame) -> str:
        return "; ".join(f"{data.names[r.actor]}, “{data.codebook.question(r.question).short}”, {day(r.date, r.date_precision)}"
                         for r in rows.itertuples())

    parts = [f"{what}: {named(rows)}" for what, rows in (("Listed", cut[cut["listed"]]), ("Not listed", cut[~cut["listed"]])) if len(rows)]
    return f"Of these only the month is known, so that they may fall inside these days or outside. {'. '.join(parts)}." if parts else ""


# Actors compared ------------------------------------------------------------------------------------------------------

def stances_beside(data: Dataset, cells: pd.DataFrame, question: str) -> str:
    """What each actor has said on a question and since when, to stand after the question's title: one stance is worded once, and every
    blank is said in words.

    Args:
        cells: as from `transforms.cell_states`, of those compared.
    """
    said, before = [], ""
    for cell in cells[cells["question"].eq(question)].sort_values(["stance", "since"], ascending=[False, True], kind="stable").itertuples():
        if cell.state != "stated":
            said.append(blank_in_words(data, cell))
            continue
        phrase = data.codebook.perfect(question, cell.stance, cell.actor)
        said.append(" ".join([data.names[cell.actor], *([phrase] if phrase != before else []), f"since {day(cell.since, cell.since_precision)}"]))
        before = phrase
    return "; ".join(said) + "."


def blank_in_words(data: Dataset, cell: tuple) -> str:
    """Why an actor has no position, as a part of a sentence: `nothing was found for Malta in 4 look-ups`.

    Args:
        cell: a row of `transforms.cell_states` that is not stated.
    """
    name = data.names[cell.actor]
    return {
        "held_back": f"{name} has a position, on words below the confidence asked for",
        "words_only": f"for {name} there is only comment or dissent, no position",
        "not_yet": f"{name} had not spoken to it yet",
        "nothing_found": f"nothing was found for {name} in {times(cell.queries, 'look-up')}",
        "not_looked_for": f"nobody has looked for {name} yet",
    }[cell.state]


def compared(data: Dataset, apart: pd.DataFrame, actors: Sequence[str], on: Day, confidence: str = "all") -> str:
    """On how many questions actors differ and on which most, hold the same position, or cannot be compared, in one sentence.

    Args:
        apart: as from `transforms.spread`.
    """
    differ, same = apart[apart["distance"].gt(0).fillna(False)], int(apart["distance"].eq(0).sum())
    most = differ.loc[differ["distance"].eq(differ["distance"].max()), "question"]
    named = listed([f"“{data.codebook.question(q).short}”" for q in most])
    parts = [*([f"differ on {len(differ)} ({'most on ' if len(most) < len(differ) else ''}{named})"] if len(differ) else []),
             *([f"hold the same position on {same}"] if same else [])]
    if rest := len(apart) - len(differ) - same:
        parts.append(f"cannot be compared on {rest}, where fewer than two have a comparable position{SURE[confidence]}")
    return f"On {day(on)}, of the {len(apart)} questions, {listed(data.names[list(actors)].tolist())} {listed(parts)}."


def agreement_in_words(data: Dataset, pair: tuple) -> str:
    """How far two actors agree: `France and Germany: 0.90 over the 5 questions that both have answered.`

    Args:
        pair: a row of `transforms.agreement_between`.
    """
    names = listed(data.names[[pair.first, pair.second]].tolist())
    if pd.isna(pair.score):
        both = "no question" if not pair.questions else f"only {times(pair.questions, 'question')}"
        return f"{names}: no figure, since both have answered {both}, and it takes {SHARED}."
    return f"{names}: {pair.score:.2f} over the {pair.questions} questions that both have answered."


AGREEMENT = ("1 means the same position on every question that both have answered, 0 opposite ends of the scale on all of them; on one question each "
             f"step apart costs 1/{STEPS}. It says how close the words are, not how important.")


def who_was_first(data: Dataset, found: pd.DataFrame, actors: Sequence[str], question: str, start: Day, on: Day) -> str:
    """Which of the actors came to be in favour first, and how many days later the others did, in one sentence.

    Args:
        found: as from `transforms.first_in_favour` for those days, of the actors compared.
    """
    rows = found[found["question"].eq(question)].sort_values("since", kind="stable")
    shown, held_back = rows[~rows["held_back"]], rows[rows["held_back"]]
    came = shown[~shown["already"]]
    parts = [_lead(data, came, f"to be in favour, at least conditionally, on “{data.codebook.question(question).short}”"),
             *(f"{data.names[r.actor]} followed {_behind(r)}" for r in came[~came["first"]].itertuples()),
             *_together(data, shown.loc[shown["already"], "actor"], f"already stood there before {day(start)}"),
             *_together(data, held_back["actor"], "came to it on words below the confidence asked for"),
             *(_together(data, [a for a in actors if a not in set(rows["actor"])], "did not in these days") if len(came) else [])]
    return f"From {day(start)} to {day(on)}, " + "; ".join(parts) + "."


def _lead(data: Dataset, came: pd.DataFrame, what: str) -> str:
    """Who of those that came to be in favour was the first; or that nobody came, or that a month leaves it open."""
    if came.empty:
        return f"none of those compared newly came {what}"
    first = came[came["first"]]
    who, when = listed(data.names[first["actor"]].tolist()), on_day(first["since"].iloc[0], first["since_precision"].iloc[0])
    if len(came) == 1:
        return f"only {who} newly came {what}, {when}"
    if len(first) == 1:
        return f"{who} was the first {what}, {when}"
    if first["since_precision"].eq("day").all():
        return f"{who} were the first {what}, on the same day, {day(first['since'].iloc[0])}"
    each = listed([f"{data.names[r.actor]} ({day(r.since, r.since_precision)})" for r in first.itertuples()])
    return f"it is not known to the day who was the first {what}: {each}"


def _behind(row: tuple) -> str:
    """`3 days later, on 31 May 2024`; the day alone where no number of days is known."""
    when = on_day(row.since, row.since_precision)
    return when if pd.isna(row.lag) else f"{times(row.lag, 'day')} later, {when}"


def _together(data: Dataset, actors: Sequence[str], did: str) -> list[str]:
    """What several actors have in common, as one part of a sentence; nothing for nobody."""
    return [f"{listed(data.names[list(actors)].tolist())} {did}"] if len(actors) else []
