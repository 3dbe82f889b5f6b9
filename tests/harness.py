"""The app and its pages in Streamlit's own test harness."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests import ROOT


def whole() -> None:
    """The app as `dashboard.py` opens it; as a function, since the harness takes a `pages/` folder beside
    a script for Streamlit's own pages."""
    from components.app.navigation import run_app
    from dashboard import PAGES

    run_app(PAGES)


def app(query: dict[str, str | list[str]] | None = None) -> AppTest:
    test = AppTest.from_function(whole, default_timeout=60)
    for name, value in (query or {}).items():
        test.query_params[name] = value
    return test.run()


def alone(path: str) -> AppTest:
    return AppTest.from_file(str(ROOT / "pages" / f"{path}.py"), default_timeout=60)


def unfold(test: AppTest) -> None:
    """Opens all parts that are folded away."""
    for part in test.expander:
        if part.proto.id:  # which ends with its key
            test.session_state[part.proto.id.rpartition("-")[2]] = True
    test.run()


def shown(test: AppTest) -> str:
    return " ".join(e.value for e in [*test.markdown, *test.title, *test.caption, *test.warning])


def widget(test: AppTest, kind: str, label: str):
    found = [w for w in getattr(test, kind) if w.label == label]
    assert len(found) == 1, f"{len(found)} {kind} named {label}"
    return found[0]
