"""Which sentences are read together."""

from collections.abc import Callable, Collection, Iterator


def runs(wanted: Collection[int], length: Callable[[int], int], most: int) -> Iterator[list[int]]:
    """Yield the wanted sentences (indexes), each behind the one before it, joined where they touch.

    A run is no longer than `most`, in the unit of `length`, unless one sentence with the one before
    it is. Where two that touch do not fit in one run, what stands between them is in both.
    """
    run: list[int] = []
    for index in sorted(wanted):
        pair = [i for i in (index - 1, index) if i >= 0]
        joined = sorted({*run, *pair})
        if run and (pair[0] > run[-1] + 1 or sum(map(length, joined)) > most):
            yield run
            joined = pair
        run = joined
    if run:
        yield run
