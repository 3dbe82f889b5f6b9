"""Method page: how positions are derived, how reliable they are, and how to correct and cite them."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.app.links import base_url
from components.app.page_context import PageContext, page_context
from components.escape import escape_markdown
from components.html import api_docs as downloads
from components.html import method_page as method
from components.state.url import actor_page_urls
from components.theme.layouts import PHONE
from data.analysis.coverage import coverage
from data.analysis.intercoder import DEPENDABLE, TENTATIVE
from data.export.citation import bibtex, citation, licence
from data.query.endpoints import ROOT
from data.sentences.coverage import agreed, covered, holds, looked
from data.sentences.wording import day

ROW = 26  # pixels: all actors at once, as close as is legible
# The sections: anchor in the URL (#rules) and heading.
SECTIONS = {
    "rules": "The rules",
    "codebook": "The codebook",
    "agreement": "Agreement among coders",
    "coverage": "Coverage",
    "gaps": "Known gaps",
    "groups": "Groups",
    "glossary": "Glossary",
    "downloads": "Downloads and API",
    "correct": "How to correct",
    "cite": "Licence and citation",
}
MEASURE = (
    "Statements drawn at random were coded again from their summary, phrase, limits, kind, speaker and day, without sight of the first codes. A "
    "unit is a statement and a question that at least two coders coded. Krippendorff’s alpha is 1 where all agree and 0 where they agree no more "
    "often than by chance; a step on the scale counts less than two (ordinal). “Same code” and “same side” are shares of units on which all "
    "coders agree, without regard to chance. “Speaks to it”: whether coders agree that the statement speaks to the question at all (nominal, "
    "over all statements coded again)."
)
MARKS = (
    f"By Krippendorff’s conventional marks {DEPENDABLE:.2f} is dependable and {TENTATIVE:.3f} the lowest for tentative conclusions (Content "
    "Analysis)."
)
WHAT_IT_IS_NOT = (
    "It measures how clear summaries and codebook are. It does not measure whether sources were read rightly, nor whether anything was missed: "
    "second coders read the summaries, not the sources. A summary written for a code leads back to it, so that the figures are the best case. "
    "It is recorded that the second coders saw neither the first codes nor their reasons. Who they were, and whether they worked apart from each "
    "other, is not: that they agree more with each other than with the first coding is no proof of either."
)
WHEN = (
    "The second coding was made before the table of borderline cases, which was drawn from what the second coders found unclear; where a first "
    "code was changed since then, it differs for that reason."
)


def heading(section: str) -> None:
    st.header(SECTIONS[section], anchor=section)


def part(ctx: PageContext, name: str) -> DeltaGenerator:
    """Returns an expander for a part of the page.

    It is open, so that the page prints completely; on a phone, where the page would be too long, it is
    closed.
    """
    return st.expander(name, expanded=ctx.width > PHONE)


def draw(ctx: PageContext) -> None:
    st.title("Data and method")
    st.markdown(escape_markdown(f"{holds(ctx.data)} {looked(ctx.data)}"))
    st.markdown("On this page: " + " · ".join(f"[{name}](#{anchor})" for anchor, name in SECTIONS.items()))
    draw_rules(ctx)
    draw_agreement(ctx)
    draw_coverage(ctx)
    draw_words(ctx)
    draw_downloads(ctx)
    draw_use(ctx)


def draw_rules(ctx: PageContext) -> None:
    heading("rules")
    st.markdown("A position is never typed in: it is derived from dated, sourced statements by these rules.")
    st.html(method.rules(ctx.data))
    heading("codebook")
    st.markdown(
        "Every statement is coded on the questions that it speaks to, and on no other. Nothing said means no code."
    )
    st.html(method.scale(ctx.data))
    with part(ctx, "The questions, and what each code means"):
        st.html(method.questions(ctx.data))
    with part(ctx, "Borderline cases"):
        st.html(method.borderline(ctx.data))
    with part(ctx, "What else is recorded of a statement"):
        st.html(method.vocabulary(ctx.data))


def draw_agreement(ctx: PageContext) -> None:
    heading("agreement")
    found = agreed(ctx.data)
    st.markdown(escape_markdown(found))
    shares = {
        name: st.column_config.NumberColumn(format="%.0f%%")
        for name in ("Same code", "Same side", "Same (speaks to it)")
    }
    alphas = {
        name: st.column_config.NumberColumn(format="%.2f")
        for name in ("Alpha (code)", "Alpha (speaks to it)")
    }
    counts = {name: st.column_config.NumberColumn(format="localized") for name in ("Units", "Codings")}
    st.dataframe(
        method.agreement_table(ctx.data),
        hide_index=True,
        placeholder="not defined",
        column_config=shares | alphas | counts,
        alt=found,
    )
    for paragraph in (MEASURE, MARKS, WHAT_IT_IS_NOT, WHEN):
        st.markdown(escape_markdown(paragraph))


def draw_coverage(ctx: PageContext) -> None:
    heading("coverage")
    data, on = ctx.data, ctx.choices.on
    table = coverage(data, ctx.coded, on)
    found = covered(data, table, on)
    st.markdown(escape_markdown(found))
    questions = len(data.codebook.questions)
    columns = {
        "Actor": st.column_config.TextColumn(pinned=True, width=140),
        "Positions": st.column_config.ProgressColumn(
            format=f"%d of {questions}",
            min_value=0,
            max_value=questions,
            width=105,
            help="Questions on which the actor has a position on the day",
        ),
        "State": st.column_config.TextColumn(
            width=125, help="“stated” with any position; else the kind of blank"
        ),
        "Latest words": st.column_config.TextColumn(
            width=88, help="The latest government words up to the day; a month where no more is known"
        ),
        "Statements": st.column_config.NumberColumn(width=76, help="Up to the day, dissent included"),
        "Single source": st.column_config.NumberColumn(
            width=84, help="Statements that rest on one source only"
        ),
        "Look-ups": st.column_config.NumberColumn(
            width=64, help="Spent on the actor in all, whatever the day"
        ),
        "Searched until": st.column_config.TextColumn(width=88),
        "Page": st.column_config.LinkColumn(
            display_text=":material/open_in_new:", width=44, help="All that there is of the actor"
        ),
    }
    table = method.coverage_table(data, table).assign(
        Page=table["actor"].map(actor_page_urls(data, ctx.choices))
    )
    # All rows at once, so that the page can be printed and searched completely.
    st.dataframe(
        table,
        hide_index=True,
        height="content",
        row_height=ROW,
        placeholder="–",
        column_config=columns,
        alt=found,
    )
    heading("gaps")
    st.html(method.gaps(data))


def draw_words(ctx: PageContext) -> None:
    heading("groups")
    st.markdown(
        escape_markdown(
            f"Member countries only; the organisation of the same name is an actor of its own. With the number of members in the "
            f"dataset on {day(ctx.choices.on)}."
        )
    )
    st.html(method.groups(ctx.data, ctx.choices.on))
    heading("glossary")
    st.html(method.glossary(ctx.data))


def draw_downloads(ctx: PageContext) -> None:
    heading("downloads")
    home = base_url()
    st.markdown("Everything here can be taken away, by hand or by a program, under the dataset’s licence.")
    with st.container(horizontal=True):
        st.link_button("The whole dataset (ZIP)", f"{home}{ROOT}/{downloads.ZIP}", icon=":material/download:")
        for name, when in (("positions", "on"), ("statements", "up to")):
            address = f"{home}{ROOT}/{name}.csv?on={ctx.choices.on}"
            st.link_button(f"{name.capitalize()} {when} the day (CSV)", address, icon=":material/download:")
        st.link_button("Feed of moves (Atom)", f"{home}{ROOT}/changes.atom", icon=":material/rss_feed:")
    st.html(downloads.routes(ctx.data))
    st.markdown(downloads.meaning(ctx.data))
    for tab, (language, typed) in zip(
        st.tabs(list(examples := downloads.examples(home, ctx.choices.on))), examples.values(), strict=True
    ):
        tab.code(typed, language=language, wrap_lines=True)
    with st.expander("The columns of each table"):
        widths = {"Table": 85, "Column": 130, "Type": 65, "What it holds": 520}
        st.dataframe(
            downloads.columns_table(ctx.data),
            hide_index=True,
            alt="Every column of every table that can be asked for, with what it holds",
            column_config={name: st.column_config.TextColumn(width=width) for name, width in widths.items()},
        )
    st.markdown(escape_markdown(f"{downloads.SPREADSHEETS} On the command line the same is:"))
    st.code("python -m data export DIRECTORY", language="sh")


def draw_use(ctx: PageContext) -> None:
    heading("correct")
    st.markdown(
        "Edit the actor’s file in `data/curated/statements/` (`FRA.yaml` for France), check it, and hand it in with its source. The guide to editing "
        "the data (`docs/editing-data.md`) shows a statement with all its fields."
    )
    st.code("python -m data check", language="sh")
    st.html(method.corrections(ctx.data))
    heading("cite")
    for paragraph in licence():
        st.markdown(escape_markdown(paragraph))
    st.markdown("The code is under the MIT licence.")
    st.code(citation(ctx.data), language=None, wrap_lines=True)
    st.code(bibtex(ctx.data), language="bibtex", wrap_lines=True)


draw(page_context())
