"""What is derived from a dataset, or from its words, is kept by it, so that it goes when that goes: a dataset may be replaced many times while it
is served."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

CACHE_SIZE = 24          # answers of a kind that are kept of a dataset; a figure can take some megabytes


def cached_on_dataset(size: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A decorator: what is asked alike of the first argument, a dataset or a frame derived from one, is made once, for all readers and for as long
    as that lasts.

    Other arguments that have no value of their own to be compared by (frames) are the same only if they are the same object. What is kept must not be
    changed by who gets it.

    Args:
        size: how many answers are kept of each first argument, the latest used.
    """
    def decorate(derive: Callable[..., Any]) -> Callable[..., Any]:
        name, lock = f"kept {derive.__module__}.{derive.__qualname__}", Lock()

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
                found = answers.setdefault(key, (found, arguments, named))[0]          # another may have been quicker: all get the same
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
