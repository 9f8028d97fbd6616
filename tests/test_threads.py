"""The one number of threads: what the process may use, not what the machine has."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import threads


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    threads.usable_cores.cache_clear()
    yield
    threads.usable_cores.cache_clear()


@pytest.mark.parametrize(
    ("text", "cores"), [("max 100000\n", 4), ("200000 100000\n", 2), ("50000 100000\n", 1)]
)
def test_a_quota_limits_the_cores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, cores: int
) -> None:
    (tmp_path / "cpu.max").write_text(text)
    monkeypatch.setattr(threads, "_QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3})
    assert threads.usable_cores() == cores


def test_without_control_groups_the_affinity_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "_QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {5})
    assert threads.usable_cores() == 1
