"""Names that are cut, and still differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.drawing.chart.told_apart import told_apart
from tests.support.laws import law


def cut(names: list[str], letters: int) -> list[str]:
    return told_apart(names, lambda _, text: len(text) <= letters)


@pytest.mark.parametrize(
    ("names", "letters", "told"),
    [
        (["web", "api"], 5, ["web", "api"]),
        (["warehouse north", "packing hall"], 10, ["warehouse…", "packing h…"]),
        (["worker-1 in the second hall", "worker-2 in the second hall"], 10, ["worker-1", "worker-2"]),
        (["Department 14", "Department 15"], 8, ["Dep…t 14", "Dep…t 15"]),
        (["Hall 1, rack 7 of the store", "Hall 2, rack 7 of the store"], 9, ["Hall 1", "Hall 2"]),
        (["Contoso 1 north", "Contoso 2 north"], 3, ["C…1", "C…2"]),
        (["same name as ever", "same name as ever"], 6, ["same…", "same…"]),
    ],
)
def test_what_tells_names_apart_stays(names: list[str], letters: int, told: list[str]) -> None:
    found = cut(names, letters)

    assert [len(name) <= letters for name in found] == [True] * len(names)
    assert len(set(found)) == len(set(told))
    if len(set(told)) == len(told):
        assert found == told


@law
@given(st.lists(st.text("abc ", min_size=1, max_size=12), min_size=1, max_size=5), st.integers(3, 12))
def test_names_fit_and_those_that_fit_are_whole(names: list[str], letters: int) -> None:
    found = cut(names, letters)

    assert all(len(name) <= letters for name in found)
    if all(len(name) <= letters for name in names):
        assert found == names
