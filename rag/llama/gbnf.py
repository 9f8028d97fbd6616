"""Grammars in GBNF: checked before llama.cpp sees one, and the shortest way to the end of one.

llama.cpp leaves a text where the budget of tokens leaves it, and then it parses no more. Here a
text that breaks off is followed in its grammar, and the shortest text that completes it is found.
"""

import heapq
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
_CHARACTER = re.compile(
    r'\\x([0-9A-Fa-f]{2})|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\([trn\\"\[\]])|([^\\])'
)
_WRITTEN = r"(\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\.|[^\\])"
_RANGE = re.compile(f"{_WRITTEN}(?:-{_WRITTEN})?")
_ESCAPED = {"t": "\t", "r": "\r", "n": "\n"}
_TIMES = {"*": (0, None), "+": (1, None), "?": (0, 1)}


@dataclass(frozen=True, slots=True)
class _Set:
    """One character of these ranges, or of none of them."""

    ranges: tuple[tuple[int, int], ...]
    negated: bool = False

    def __contains__(self, character: str) -> bool:
        code = ord(character)
        return any(low <= code <= high for low, high in self.ranges) != self.negated

    def any(self) -> str:
        """A character of the set."""
        if not self.negated:
            return chr(self.ranges[0][0])
        return next(c for c in map(chr, range(97, 0x11000)) if c in self)


_Element = _Set | str  # a character, or the name of a rule
_Sequence = tuple[_Element, ...]
# A place in a sequence and what comes behind it; () behind the last.
_Stack = tuple[int, int, "_Stack"] | tuple[()]


class Grammar:
    """A grammar that llama.cpp can be given, with the start rule `root`."""

    def __init__(self, text: str) -> None:
        """Read the grammar. ValueError when it is none, or so large that llama.cpp may fail."""
        if len(text) > _LONGEST or "\0" in text:
            raise _wrong(f"it has {len(text)} characters or one that is none", text)
        self.text = text
        rules = _Reader(text).rules()
        self._sequences: list[_Sequence] = []
        self._rules: dict[str, range] = {}
        for name, sequences in rules.items():
            start = len(self._sequences)
            self._sequences += sequences
            self._rules[name] = range(start, len(self._sequences))
        for element in (one for sequence in self._sequences for one in sequence):
            if isinstance(element, str) and element not in self._rules:
                raise _wrong(f"it has no rule {element!r}", text)
        if "root" not in self._rules:
            raise _wrong("it has no rule 'root'", text)

    def ending(self, said: str) -> str:
        """Return the shortest text that completes what was said; "" when that is complete.

        ValueError when nothing completes it.
        """
        shortest = self._shortest()
        stacks = self._settled([(number, 0, ()) for number in self._rules["root"]])
        for character in said:
            stacks = self._settled(
                [self._behind(stack) for stack in stacks if stack and character in self._set(stack)]
            )
        endings = [
            ending for stack in stacks if (ending := self._completed(stack, shortest)) is not None
        ]
        if not endings:
            raise _wrong(f"nothing completes {said[-80:]!r}", self.text)
        return min(endings, key=len)

    def _set(self, stack: _Stack) -> _Set:
        """The character that a settled stack wants next."""
        assert stack
        element = self._sequences[stack[0]][stack[1]]
        assert isinstance(element, _Set)
        return element

    def _behind(self, stack: _Stack) -> _Stack:
        """Where one stands behind the element that is next."""
        assert stack
        number, place, below = stack
        return (number, place + 1, below) if place + 1 < len(self._sequences[number]) else below

    def _settled(self, stacks: list[_Stack]) -> list[_Stack]:
        """The stacks with rules opened until each wants a character, or has come to the end."""
        settled: list[_Stack] = []
        seen: set[_Stack] = set()
        while stacks:
            stack = stacks.pop()
            if stack in seen:
                continue
            seen.add(stack)
            if stack and stack[1] == len(self._sequences[stack[0]]):  # an empty sequence
                stacks.append(stack[2])
            elif stack and isinstance(name := self._sequences[stack[0]][stack[1]], str):
                below = self._behind(stack)
                stacks += [(number, 0, below) for number in self._rules[name]]
            else:
                settled.append(stack)
        return settled

    def _completed(self, stack: _Stack, shortest: dict[str, str]) -> str | None:
        """The shortest text behind a stack; None when a rule in it has no end."""
        parts: list[str] = []
        while stack:
            number, place, stack = stack
            for element in self._sequences[number][place:]:
                if isinstance(element, str) and element not in shortest:
                    return None
                parts.append(shortest[element] if isinstance(element, str) else element.any())
        return "".join(parts)

    def _shortest(self) -> dict[str, str]:
        """The shortest text of each rule that has an end, found from the shortest on."""
        owner = {number: name for name, numbers in self._rules.items() for number in numbers}
        users: dict[str, list[int]] = {}
        missing: dict[int, int] = {}
        shortest: dict[str, str] = {}
        heap: list[tuple[int, int, str]] = []

        def ready(number: int) -> None:
            parts = (
                shortest[e] if isinstance(e, str) else e.any() for e in self._sequences[number]
            )
            text = "".join(parts)
            heapq.heappush(heap, (len(text), number, text))

        for number, sequence in enumerate(self._sequences):
            names = [element for element in sequence if isinstance(element, str)]
            missing[number] = len(names)
            for name in names:
                users.setdefault(name, []).append(number)
            if not names:
                ready(number)
        while heap:
            _, number, text = heapq.heappop(heap)
            if owner[number] in shortest:
                continue
            shortest[owner[number]] = text
            for user in users.get(owner[number], ()):
                missing[user] -= 1
                if not missing[user]:
                    ready(user)
        return shortest


class _Reader:
    """Reads the rules of a grammar; groups and repetitions become rules of their own."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_tokens(text))
        self._at = 0
        self._found: dict[str, list[_Sequence]] = {}

    def rules(self) -> dict[str, list[_Sequence]]:
        """The sequences of each rule."""
        while self._skip_lines() and self._kind() != "end":
            name = self._take("name")
            self._take("is")
            if name in self._found:
                raise _wrong(f"it has two rules {name!r}", self._text)
            self._skip_lines()
            self._found[name] = self._sequences(0)
            if self._kind() not in ("line", "end"):
                raise self._unexpected()
        return self._found

    def _sequences(self, depth: int) -> list[_Sequence]:
        found = [self._sequence(depth)]
        while self._peek() == ("mark", "|"):
            self._at += 1
            self._skip_lines()
            found.append(self._sequence(depth))
        return found

    def _sequence(self, depth: int) -> _Sequence:
        found: list[_Element] = []
        while (symbol := self._symbol(depth)) is not None:
            if self._kind() == "times":
                symbol = self._repeated(symbol, self._take("times"))
            found += symbol
        return tuple(found)

    def _symbol(self, depth: int) -> _Sequence | None:
        """The next text, set, rule or group; None where the sequence ends."""
        if depth:
            self._skip_lines()
        kind, text = self._peek()
        if (kind, text) in (("mark", "|"), ("mark", ")")) or kind in ("line", "end"):
            return None
        self._at += 1
        if (kind, text) == ("mark", "("):
            if depth == _DEEPEST:
                raise _wrong(f"it has more than {_DEEPEST} groups in each other", self._text)
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
            return (_Set((), negated=True),)
        self._at -= 1
        raise self._unexpected()

    def _repeated(self, symbol: _Sequence, times: str) -> _Sequence:
        low, high = _TIMES.get(times) or _bounds(times)
        if max(low, high or 0) > _MOST or len(symbol) * low > 100 * _MOST:
            raise _wrong(f"it repeats something {times} times; up to {_MOST} was expected", "")
        if high is None:
            name = self._named([()])
            self._found[name].append((*symbol, name))
            return (*symbol * low, name)
        rest: _Sequence = ()
        for _ in range(high - low):
            rest = (self._named([(*symbol, *rest), ()]),)
        return (*symbol * low, *rest)

    def _named(self, sequences: list[_Sequence]) -> str:
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
        return _wrong(f"{self._peek()[1]!r} was not expected", self._text)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found or not found.lastgroup:
            raise _wrong(f"{text[at : at + 20]!r} was not expected", text)
        at = found.end()
        if found.lastgroup != "space":
            yield found.lastgroup, found[found.lastgroup]
    yield "end", ""


def _bounds(times: str) -> tuple[int, int | None]:
    """The least and the most of "{2}", "{2,}" or "{2,5}"."""
    low, comma, high = times[1:-1].partition(",")
    return int(low), (int(high) if high else None) if comma else int(low)


def _codes(text: str, grammar: str) -> list[int]:
    """The code points of a text or a set as it is written."""
    found, at = [], 0
    while at < len(text):
        character = _CHARACTER.match(text, at)
        code = character and _code(character)
        if not character or not code or code > 0x10FFFF or 0xD800 <= code < 0xE000:
            raise _wrong(f"{text[at : at + 10]!r} is no character", grammar)
        found.append(code)
        at = character.end()
    return found


def _code(character: re.Match[str]) -> int:
    for group in (1, 2, 3):
        if character[group]:
            return int(character[group], 16)
    return ord(_ESCAPED.get(character[4], character[4]) if character[4] else character[5])


def _set(text: str, grammar: str) -> _Set:
    """The set written between brackets; a "-" between two characters makes a range."""
    negated = text.startswith("^")
    ranges: list[tuple[int, int]] = []
    at, body = 0, text[negated:]
    while at < len(body):
        first = _CHARACTER.match(body, at)
        second = (
            first and body.startswith("-", first.end()) and _CHARACTER.match(body, first.end() + 1)
        )
        last = second or first
        if not first or not last:
            raise _wrong(f"{body[at : at + 10]!r} is no character", grammar)
        low, high = _codes(first[0], grammar)[0], _codes(last[0], grammar)[0]
        if low > high:
            raise _wrong(f"the range {body[at : last.end()]!r} is empty", grammar)
        ranges.append((low, high))
        at = last.end()
    if not ranges:
        raise _wrong(f"the set [{text}] is empty", grammar)
    return _Set(tuple(ranges), negated)


@lru_cache(4096)
def _one(code: int) -> _Set:
    return _Set(((code, code),))


def _wrong(reason: str, grammar: str) -> ValueError:
    return ValueError(f"the grammar does not compile: {reason}, in {grammar[:200]!r}")
