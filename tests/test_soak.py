"""Many clients at once, who hang up, and a model whose process dies: the service goes on.

Some requests; `python -m tests.soak` sends 1,000.
"""

from pathlib import Path

from tests.soak import cancelling, served, soak


def test_the_service_outlives_its_clients_and_the_process_of_its_model(tmp_path: Path) -> None:
    with served(tmp_path) as (model, port):
        seen = soak(model, port, requests=100, seed=1)
    assert seen.wrong == []
    assert seen.ends["quotes: answered"] > 0
    assert seen.ends["whole: answered"] > 0
    assert seen.ends["stream: done"] > 0


def test_cancelling_takes_a_moment(tmp_path: Path) -> None:
    # 200 ms are promised, of which some ten are needed: this bound is for a busy machine.
    assert min(cancelling(tmp_path, 5)) < 0.2
