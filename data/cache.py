"""Caches results on the object they derive from, so that both are freed together."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

import pandas as pd

CACHE_SIZE = 24  # results per function and owner; a figure can take some megabytes


class Cache:
    """The cached results of one owner, by function and arguments. Thread-safe."""

    def __init__(self) -> None:
        self._results: dict[Callable[..., Any], OrderedDict[tuple, Any]] = {}
        self._lock = Lock()

    def get(self, function: Callable[..., Any], size: int, key: tuple, compute: Callable[[], Any]) -> Any:
        """The result cached under the key, computed if missing; keeps the `size` most recently used
        results.
        """
        with self._lock:
            results = self._results.setdefault(function, OrderedDict())
            if key in results:
                results.move_to_end(key)
                return results[key]
        result = compute()
        with self._lock:
            # another thread may have computed it meanwhile: all get the same object
            result = results.setdefault(key, result)
            while len(results) > size:
                results.popitem(last=False)
        return result


class CachingFrame(pd.DataFrame):
    """A frame that owns a cache. Frames that pandas derives from it are plain frames."""

    cache: Cache

    def __init__(self, frame: pd.DataFrame):
        super().__init__(frame)
        object.__setattr__(self, "cache", Cache())

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame


class _Same:
    """Wraps an unhashable argument, such as a frame, so that it compares by identity."""

    def __init__(self, value: Any):
        self._value = value

    def __hash__(self) -> int:
        return id(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other._value is self._value


def cached_on_dataset(maxsize: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A decorator that caches results on the first argument: a dataset, or a `CachingFrame` derived from one.

    With any other first argument nothing is cached. All callers share a cached result, so none may modify it.

    Args:
        maxsize: how many results are cached per first argument.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def call(owner: Any, *arguments: Any, **named: Any) -> Any:
            cache = getattr(owner, "cache", None)
            if not isinstance(cache, Cache):
                return function(owner, *arguments, **named)
            key = (
                tuple(map(_key, arguments)),
                tuple((name, _key(value)) for name, value in sorted(named.items())),
            )
            return cache.get(function, maxsize, key, lambda: function(owner, *arguments, **named))

        return call

    return decorate


def _key(value: Any) -> Any:
    try:
        hash(value)
    except TypeError:
        return _Same(value)
    return value
