"""Grammars in GBNF, read and checked before llama.cpp sees one.

What does not compile, is nested deeply or repeats something often can end llama.cpp's process or
keep it for minutes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Bounds on what llama.cpp is given; what is larger takes it minutes or its whole stack.
_LONGEST = 1_000_000  # characters
_DEEPEST = 64  # groups in groups
_MOST = 1_000  # repetitions

_TOKEN = re.compile(
    r"(?P<space>[ \t]+|#[^\n]*)|(?P<line>\n)|(?P<is>::=)|(?P<name>[A-Za-z0-9-]+)"
    r'|"(?P<text>(?:[^"\\\n]|\\.)*)"|\[(?P<set>(?:[^\]\\\n]|\\.)*)\]'
    r"|(?P<times>[*+?]|\{\d{1,4}(?:,\d{0,4})?\})|(?P<mark>[()|.])"
)
_WRITTEN = r"\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\.|[^\\]"
_CHARACTER = re.compile(_WRITTEN)
_RANGE = re.compile(f"({_WRITTEN})(?:-({_WRITTEN}))?")
_ESCAPED = {"t": "\t", "r": "\r", "n": "\n"}
_TIMES = {"*": (0, None), "+": (1, None), "?": (0, 1)}


@dataclass(frozen=True, slots=True)
class Set:
    """One character of these ranges, or of none of them."""

    ranges: tuple[tuple[int, int], ...]
    negated: bool = False

    def __contains__(self, character: str) -> bool:
        code = ord(character)
        return any(low <= code <= high for low, high in self.ranges) != self.negated

    def single(self) -> str:
        """The only character of the set; "" when it has more."""
        (low, high), is_one = self.ranges[0] if self.ranges else (0, 0), len(self.ranges) == 1
        return chr(low) if is_one and low == high and not self.negated else ""

    def any(self) -> str:
        """A character of the set; "" when it has none."""
        if not self.negated:
            low, high = self.ranges[0]
            return chr(low if high < ord(" ") else max(low, ord(" ")))
        behind = (high + 1 for _, high in self.ranges)
        codes = (code for code in (ord("a"), *behind) if code <= 0x10FFFF and code != 0xD800)
        return next((character for character in map(chr, codes) if character in self), "")


Element = Set | str  # a character, or the name of a rule
Sequence = tuple[Element, ...]


def read_rules(text: str) -> dict[str, list[Sequence]]:
    """Return the rules of a grammar: the sequences that each may be.

    Groups and repetitions are rules of their own. ValueError when the text is no grammar with a
    rule `root`, or larger than llama.cpp can take.
    """
    if len(text) > _LONGEST or "\0" in text:
        raise wrong(f"it has {len(text)} characters or one that is none", text)
    rules = _Reader(text).rules()
    used = {e for sequences in rules.values() for one in sequences for e in one}
    for name in ("root", *(element for element in used if isinstance(element, str))):
        if name not in rules:
            raise wrong(f"it has no rule {name!r}", text)
    return rules


class _Reader:
    """Goes through the tokens of a grammar once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_tokens(text))
        self._at = 0
        self._found: dict[str, list[Sequence]] = {}

    def rules(self) -> dict[str, list[Sequence]]:
        """The sequences of each rule."""
        while self._skip_lines() and self._kind() != "end":
            name = self._take("name")
            self._take("is")
            if name in self._found:
                raise wrong(f"it has two rules {name!r}", self._text)
            self._skip_lines()
            self._found[name] = self._sequences(0)
            if self._kind() not in ("line", "end"):
                raise self._unexpected()
        return self._found

    def _sequences(self, depth: int) -> list[Sequence]:
        found = [self._sequence(depth)]
        while self._peek() == ("mark", "|"):
            self._at += 1
            self._skip_lines()
            found.append(self._sequence(depth))
        return found

    def _sequence(self, depth: int) -> Sequence:
        found: list[Element] = []
        while (symbol := self._symbol(depth)) is not None:
            if self._kind() == "times":
                symbol = self._repeated(symbol, self._take("times"))
            found += symbol
        return tuple(found)

    def _symbol(self, depth: int) -> Sequence | None:
        """The next text, set, rule or group; None where the sequence ends."""
        if depth:
            self._skip_lines()
        kind, text = self._peek()
        if (kind, text) in (("mark", "|"), ("mark", ")")) or kind in ("line", "end"):
            return None
        self._at += 1
        if (kind, text) == ("mark", "("):
            if depth == _DEEPEST:
                raise wrong(f"it has more than {_DEEPEST} groups in each other", self._text)
            name = self._named(self._sequences(depth + 1))
            if self._peek() != ("mark", ")"):
                raise self._unexpected()
            self._at += 1
            return (name,)
        if kind == "name":
            return (text,)
        if kind == "text":
            return tuple(_one(code) for code in _codes(text, self._text))
        if kind == "set":
            return (_set(text, self._text),)
        if text == ".":
            return (Set((), negated=True),)
        self._at -= 1
        raise self._unexpected()

    def _repeated(self, symbol: Sequence, times: str) -> Sequence:
        low, high = _TIMES.get(times) or _bounds(times)
        if max(low, high or 0) > _MOST or len(symbol) * low > 100 * _MOST:
            raise wrong(f"it repeats something {times} times; up to {_MOST} was expected", "")
        if high is None:
            name = self._named([()])
            self._found[name].append((*symbol, name))
            return (*symbol * low, name)
        rest: Sequence = ()
        for _ in range(high - low):
            rest = (self._named([(*symbol, *rest), ()]),)
        return (*symbol * low, *rest)

    def _named(self, sequences: list[Sequence]) -> str:
        """A new rule, with a name that no grammar can write."""
        name = f" {len(self._found)}"
        self._found[name] = sequences
        return name

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at]

    def _kind(self) -> str:
        return self._tokens[self._at][0]

    def _take(self, kind: str) -> str:
        if self._kind() != kind:
            raise self._unexpected()
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _skip_lines(self) -> bool:
        while self._kind() == "line":
            self._at += 1
        return True

    def _unexpected(self) -> ValueError:
        return wrong(f"{self._peek()[1]!r} was not expected", self._text)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found or not found.lastgroup:
            raise wrong(f"{text[at : at + 20]!r} was not expected", text)
        at = found.end()
        if found.lastgroup != "space":
            yield found.lastgroup, found[found.lastgroup]
    yield "end", ""


def _bounds(times: str) -> tuple[int, int | None]:
    """The least and the most of "{2}", "{2,}" or "{2,5}"."""
    low, comma, high = times[1:-1].partition(",")
    return int(low), (int(high) if high else None) if comma else int(low)


def _codes(text: str, grammar: str) -> list[int]:
    """The code points of a text as it is written."""
    codes = [_code(written[0], grammar) for written in _CHARACTER.finditer(text)]
    if 0 in codes:
        raise wrong("0 is no character of a text", grammar)
    return codes


def _code(written: str, grammar: str) -> int:
    """The code point of a character as it is written."""
    kind, digits = written[:2], written[2:]
    code = ord(_ESCAPED.get(written[-1], written[-1]) if kind[0] == "\\" else written)
    if kind in ("\\x", "\\u", "\\U") and digits:
        code = int(digits, 16)
    elif len(written) > 1 and written[-1] not in 'trn\\"[]':
        raise wrong(f"{written!r} is no character", grammar)
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        raise wrong(f"{written!r} is no character", grammar)
    return code


def _set(text: str, grammar: str) -> Set:
    """The set written between brackets; a "-" between two characters makes a range."""
    negated = text.startswith("^")
    ranges: list[tuple[int, int]] = []
    at, body = 0, text[negated:]
    while at < len(body):
        found = _RANGE.match(body, at)
        if not found:
            raise wrong(f"{body[at : at + 10]!r} is no character", grammar)
        low, high = (_code(one, grammar) for one in (found[1], found[2] or found[1]))
        if low > high:
            raise wrong(f"the range {found[0]!r} is empty", grammar)
        ranges.append((low, high))
        at = found.end()
    written = Set(tuple(ranges), negated)
    if not ranges or not written.any():
        raise wrong(f"the set [{text}] is empty", grammar)
    return written


@lru_cache(4096)
def _one(code: int) -> Set:
    return Set(((code, code),))


def wrong(reason: str, grammar: str) -> ValueError:
    """Return the error that says why the grammar cannot be used."""
    return ValueError(f"the grammar does not compile: {reason}, in {grammar[:200]!r}")
