"""Caches results on the object that they derive from, so that both are freed together."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

import pandas as pd

CACHE_SIZE = 24          # results of one function for one owner; a figure can take some megabytes


class Cache:
    """The results that one owner holds, by function and arguments; safe to be used by several threads."""

    def __init__(self) -> None:
        self._results: dict[Callable[..., Any], OrderedDict[tuple, Any]] = {}
        self._lock = Lock()

    def get(self, function: Callable[..., Any], size: int, key: tuple, compute: Callable[[], Any]) -> Any:
        """The result under the key, computed if it is not there; the `size` results used last are held."""
        with self._lock:
            results = self._results.setdefault(function, OrderedDict())
            if key in results:
                results.move_to_end(key)
                return results[key]
        result = compute()
        with self._lock:
            result = results.setdefault(key, result)          # another thread may have been quicker: all get the same
            while len(results) > size:
                results.popitem(last=False)
        return result


class CachingFrame(pd.DataFrame):
    """A frame that owns a cache. What pandas makes of it is a plain frame again."""

    cache: Cache

    def __init__(self, frame: pd.DataFrame):
        super().__init__(frame)
        object.__setattr__(self, "cache", Cache())

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame


class _Same:
    """An argument without a value of its own to be compared by (a frame): equal to itself only."""

    def __init__(self, value: Any):
        self._value = value

    def __hash__(self) -> int:
        return id(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other._value is self._value


def cached_on_dataset(maxsize: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A decorator that caches results on the first argument: a dataset, or a frame derived from one that owns a cache.

    Any other first argument caches nothing. All readers share a result, so nobody may change it.

    Args:
        maxsize: how many results are held for each first argument.
    """
    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def call(owner: Any, *arguments: Any, **named: Any) -> Any:
            cache = getattr(owner, "cache", None)
            if not isinstance(cache, Cache):
                return function(owner, *arguments, **named)
            key = tuple(map(_key, arguments)), tuple((name, _key(value)) for name, value in sorted(named.items()))
            return cache.get(function, maxsize, key, lambda: function(owner, *arguments, **named))
        return call
    return decorate


def _key(value: Any) -> Any:
    try:
        hash(value)
    except TypeError:
        return _Same(value)
    return value
