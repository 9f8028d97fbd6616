"""Which encoder a library encodes with: the one it was given, or the one its catalog records.

Another process may re-embed the catalog with another encoder at any time. A library that was given
none then goes over to the new one; one that was given another says so.
"""

import os
import threading
from collections.abc import Callable
from typing import NamedTuple

from index.catalog import Catalog
from index.encoder import EMBEDDED, Encoder
from index.errors import EncoderUnavailable
from index.marks import EncoderMark, mismatch

OpenEncoder = Callable[[str], Encoder]

_PROBE = "A quiet fox just jumped over my big whale; le zèbre exige six kiwis."


class Chosen(NamedTuple):
    """An encoder, its mark, and the number of the catalog's encoder, None while it has none."""

    encoder: Encoder
    mark: EncoderMark
    number: int | None


class _Followed(NamedTuple):
    """An encoder that was opened because the catalog has it on record, under a number."""

    number: int | None
    source: str
    encoder: Encoder


class EncoderInUse:
    """The encoder of an open catalog. `given` is an encoder, the name of one, or None."""

    def __init__(
        self, catalog: Catalog, given: Encoder | str | None, open_encoder: OpenEncoder
    ) -> None:
        self._catalog, self._open = catalog, open_encoder
        self._lock = threading.RLock()
        self._chosen: Chosen | None = None
        self._followed: _Followed | None = None
        self._source = lasting(given) if isinstance(given, str) else None
        self._given = open_encoder(given) if isinstance(given, str) else given
        recorded = catalog.recorded()
        if self._given and recorded and recorded.mark.name != self._given.name:
            raise mismatch(repr(recorded.mark.name), repr(self._given.name))

    def encoder(self) -> Encoder:
        """Return the encoder without loading it. Raises EncoderUnavailable or EncoderMismatch."""
        with self._lock:
            return self._given or self._recorded().encoder

    def current(self) -> Chosen:
        """Return the encoder, loaded, that the catalog now needs.

        Raises EncoderMismatch when that is not the one given, and EncoderUnavailable.
        """
        with self._lock:
            if self._chosen is None or not self.is_current(self._chosen):
                self._chosen = self._choose()
            return self._chosen

    def is_current(self, chosen: Chosen) -> bool:
        """Return whether the catalog still has the encoder that was chosen for it."""
        return self._number() == chosen.number

    def _number(self) -> int | None:
        recorded = self._catalog.recorded()
        return recorded.number if recorded else None

    def _choose(self) -> Chosen:
        number = self._number()
        encoder, source = self._given, self._source
        if encoder is None:
            _, source, encoder = self._recorded()
        before = self._chosen
        is_same = before is not None and before.encoder is encoder
        mark = before.mark if before and is_same else mark_of(encoder, source)
        self._catalog.check_encoder(mark)
        return Chosen(encoder, mark, number)

    def _recorded(self) -> "_Followed":
        """Open the encoder on record, or the embedded one for a catalog that has none."""
        recorded, before = self._catalog.recorded(), self._followed
        if before and (
            recorded is None
            or recorded.number == before.number
            or (before.number is None and before.encoder.name == recorded.mark.name)
        ):
            return before
        source = (recorded.mark.source if recorded else None) or EMBEDDED
        try:
            encoder = self._open(source)
        except EncoderUnavailable as error:
            if recorded is None:
                raise
            raise EncoderUnavailable(
                f"the encoder that the catalog was built with is not there: {error}",
                hint="put it back, or re-embed with `recoupe index rebuild --encoder NAME`",
            ) from error
        if recorded and encoder.name != recorded.mark.name:
            raise mismatch(repr(recorded.mark.name), repr(encoder.name))
        self._followed = _Followed(recorded.number if recorded else None, source, encoder)
        return self._followed


def lasting(source: str) -> str:
    """Return how to open an encoder from any folder: a path in full, a name as it is."""
    return os.path.abspath(source) if os.path.isdir(source) else source


def mark_of(encoder: Encoder, source: str | None) -> EncoderMark:
    """Return by what a catalog knows an encoder again. Raises EncoderUnavailable."""
    return EncoderMark(encoder.name, encoder.encode([_PROBE])[0], source)
