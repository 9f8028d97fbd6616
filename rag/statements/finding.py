"""What one of the rules finds: a place where two statements differ."""

from dataclasses import dataclass, replace

Stretch = tuple[int, int]  # start and end in its statement's text


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference of a `kind` at `a` and at `b`; None on a side where nothing stands.

    `clash` is whether the two cannot both be true of one thing at one time. `weight` is how sure
    the rule is that the two places speak of one thing, 0 to 1.
    """

    kind: str
    a: Stretch | None
    b: Stretch | None
    clash: bool
    weight: float = 1.0

    @property
    def turned(self) -> "Finding":
        """The same with the statements changed over."""
        return replace(self, a=self.b, b=self.a)
