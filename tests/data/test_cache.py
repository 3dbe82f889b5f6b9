"""Results are computed once for each owner and freed with it."""

from __future__ import annotations

import gc
import weakref

import pandas as pd

from data.cache import Cache, CachingFrame, cached_on_dataset


class Owner:
    def __init__(self):
        self.cache = Cache()


def test_what_is_asked_alike_is_computed_once_for_each_owner_and_no_more_is_held_than_said():
    made = []

    @cached_on_dataset(2)
    def derived(data, frame, on, *, sort="name"):
        made.append((on, sort))
        return object()

    data, other, frame = Owner(), Owner(), pd.DataFrame({"a": [1]})
    first = derived(data, frame, 1)
    assert derived(data, frame, 1) is first and made == [(1, "name")]
    assert derived(data, frame.copy(), 1) is not first  # another object, although it is equal
    assert derived(other, frame, 1) is not first
    assert derived(data, frame, 1, sort="group") is not first
    assert len(made) == 4
    assert derived(data, frame, 1) is not first and len(made) == 5  # two later results have taken its place


def test_a_result_is_never_given_for_an_object_that_took_the_place_of_another_in_memory():
    @cached_on_dataset(3)
    def total(data, frame):
        return int(frame["a"].sum())

    data = Owner()
    assert all(total(data, pd.DataFrame({"a": [n]})) == n for n in range(200))


def test_a_frame_that_owns_a_cache_is_the_owner_alone_and_takes_its_results_with_it():
    made = []

    @cached_on_dataset(3)
    def total(frame):
        made.append(len(frame))
        return frame["a"].sum()

    frame = CachingFrame(pd.DataFrame({"a": [1, 2]}))
    assert total(frame) == total(frame) == 3 and made == [2]
    assert type(frame[frame["a"] > 1]) is pd.DataFrame
    assert total(frame[frame["a"] > 1]) == total(frame[frame["a"] > 1]) == 2 and made == [
        2,
        1,
        1,
    ]  # a plain frame holds nothing
    held = weakref.ref(frame.cache)
    del frame
    gc.collect()
    assert held() is None
