"""Jinja2 for all HTML of the project: everything that a template prints is escaped, and a name that is not given is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

COMPONENTS = Path(__file__).parent.parent
ENVIRONMENT = Environment(
    loader=FileSystemLoader([COMPONENTS / "html" / "templates", COMPONENTS / "brief" / "templates"]),
    autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def render(template: str, **values: Any) -> Markup:
    """A template as HTML that other templates print as it stands.

    Raises:
        jinja2.UndefinedError: where the template uses a name that is not among `values`.
    """
    return Markup(ENVIRONMENT.get_template(template).render(**values).strip())
