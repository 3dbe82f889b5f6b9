"""What is derived from a dataset is kept by that dataset, so that it goes when the dataset goes: it may be replaced many times while it is served."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial, wraps
from typing import Any


def kept(size: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A decorator: as `functools.lru_cache`, but for each dataset, the first argument, apart, and for no longer than it lasts.

    Args:
        size: how many answers are kept of each dataset.
    """
    def decorate(derive: Callable[..., Any]) -> Callable[..., Any]:
        name = f"kept {derive.__module__}.{derive.__qualname__}"

        @wraps(derive)
        def call(data: Any, *arguments: Any, **named: Any) -> Any:
            own = vars(data)
            if name not in own:
                own.setdefault(name, lru_cache(maxsize=size)(partial(derive, data)))
            return own[name](*arguments, **named)
        return call
    return decorate
