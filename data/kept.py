"""What is derived from a dataset is kept by that dataset, so that it goes when the dataset goes: it may be replaced many times while it is served."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache, partial, wraps
from threading import Lock
from typing import Any

SHARED = 24          # answers of a kind that are kept of a dataset; a figure can take some megabytes


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


def shared(size: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A decorator: what many readers ask for alike is made once. As `kept`, but arguments that have no value of their own to be compared by (frames)
    are the same only if they are the same object; so what is kept must not be changed by who gets it.

    Args:
        size: how many answers are kept of each dataset, the latest used.
    """
    def decorate(derive: Callable[..., Any]) -> Callable[..., Any]:
        name, lock = f"shared {derive.__module__}.{derive.__qualname__}", Lock()

        @wraps(derive)
        def call(data: Any, *arguments: Any, **named: Any) -> Any:
            # each answer keeps its arguments, so that no other object can have taken the place of one of them in memory
            answers = vars(data).setdefault(name, OrderedDict())
            key = tuple(map(_key, arguments)), tuple((n, _key(v)) for n, v in sorted(named.items()))
            with lock:
                if key in answers:
                    answers.move_to_end(key)
                    return answers[key][0]
            found = derive(data, *arguments, **named)
            with lock:
                answers[key] = found, arguments, named
                while len(answers) > size:
                    answers.popitem(last=False)
            return found
        return call
    return decorate


def _key(value: Any) -> Any:
    try:
        hash(value)
    except TypeError:
        return "the object", id(value)
    return value
