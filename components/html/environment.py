"""The Jinja2 environment of all HTML: values are escaped, and an undefined name is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

COMPONENTS = Path(__file__).parent.parent
ENVIRONMENT = Environment(
    loader=FileSystemLoader([COMPONENTS / "html" / "templates", COMPONENTS / "brief" / "templates"]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(template: str, **values: Any) -> Markup:
    """Renders a template as HTML that other templates do not escape again.

    Raises:
        jinja2.UndefinedError: if the template uses a name that is not in `values`.
    """
    return Markup(ENVIRONMENT.get_template(template).render(**values).strip())
