"""A text on its way through a grammar: what must come next, and the shortest way to the end.

llama.cpp asks the model for every token, also where only one text may follow, and leaves a text
where the budget of tokens leaves it, so that it parses no more.
"""

import heapq
from functools import cached_property

from rag.llama.gbnf import Sequence, Set, read_rules, wrong

_FORCED = 1_000  # characters looked ahead; some grammars admit only a text without an end
# A place in a sequence and what comes behind it; () behind the last.
_Stack = tuple[int, int, "_Stack"] | tuple[()]


class Grammar:
    """A grammar that llama.cpp can be given, with the start rule `root`."""

    def __init__(self, text: str) -> None:
        """Read the grammar. ValueError when it is none, or so large that llama.cpp may fail."""
        self.text = text
        self.sequences: list[Sequence] = []
        self.rules: dict[str, range] = {}
        for name, sequences in read_rules(text).items():
            start = len(self.sequences)
            self.sequences += sequences
            self.rules[name] = range(start, len(self.sequences))

    @cached_property
    def shortest(self) -> dict[str, str]:
        """The shortest text of each rule that has an end, found from the shortest on."""
        owner = {number: name for name, numbers in self.rules.items() for number in numbers}
        users: dict[str, list[int]] = {}
        missing: dict[int, int] = {}
        shortest: dict[str, str] = {}
        heap: list[tuple[int, int, str]] = []

        def ready(number: int) -> None:
            sequence = self.sequences[number]
            text = "".join(shortest[e] if isinstance(e, str) else e.any() for e in sequence)
            heapq.heappush(heap, (len(text), number, text))

        for number, sequence in enumerate(self.sequences):
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


class Walk:
    """How far a text has come in a grammar: all the places it may have come to."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._stacks = self._settled([(number, 0, ()) for number in grammar.rules["root"]])

    @property
    def is_over(self) -> bool:
        """Whether nothing may follow."""
        return self._stacks == [()]

    def step(self, text: str) -> None:
        """Go on by a text that the grammar admits here. ValueError when it does not."""
        for character in text:
            self._stacks = self._after(self._stacks, character)
        if not self._stacks:
            raise wrong(f"it does not admit {text!r} here", self._grammar.text)

    def forced(self) -> str:
        """Return what must follow, because nothing else may."""
        stacks, found = self._stacks, ""
        while (character := self._only(stacks)) and len(found) < _FORCED:
            found += character
            stacks = self._after(stacks, character)
        return found

    def ending(self) -> str:
        """Return the shortest text that completes what came; "" when that is complete.

        ValueError when nothing completes it.
        """
        endings = [text for stack in self._stacks if (text := self._completed(stack)) is not None]
        if not endings:
            raise wrong("what it admits here has no end", self._grammar.text)
        return min(endings, key=len)

    def _only(self, stacks: list[_Stack]) -> str:
        """The character that all the stacks want next; "" when they differ or may end."""
        wanted = {self._wanted(stack).single() if stack else "" for stack in stacks}
        return wanted.pop() if len(wanted) == 1 else ""

    def _after(self, stacks: list[_Stack], character: str) -> list[_Stack]:
        """Where one stands after one more character."""
        return self._settled(
            [self._behind(s) for s in stacks if s and character in self._wanted(s)]
        )

    def _wanted(self, stack: _Stack) -> Set:
        """The characters that a settled stack wants next."""
        assert stack
        element = self._grammar.sequences[stack[0]][stack[1]]
        assert isinstance(element, Set)
        return element

    def _behind(self, stack: _Stack) -> _Stack:
        """Where one stands behind the element that is next."""
        assert stack
        number, place, below = stack
        is_last = place + 1 == len(self._grammar.sequences[number])
        return below if is_last else (number, place + 1, below)

    def _settled(self, stacks: list[_Stack]) -> list[_Stack]:
        """The stacks with rules opened until each wants a character, or has come to the end."""
        sequences, rules = self._grammar.sequences, self._grammar.rules
        settled: list[_Stack] = []
        seen: set[_Stack] = set()
        while stacks:
            stack = stacks.pop()
            if stack in seen:
                continue
            seen.add(stack)
            if stack and stack[1] == len(sequences[stack[0]]):  # an empty sequence
                stacks.append(stack[2])
            elif stack and isinstance(name := sequences[stack[0]][stack[1]], str):
                below = self._behind(stack)
                stacks += [(number, 0, below) for number in rules[name]]
            else:
                settled.append(stack)
        return settled

    def _completed(self, stack: _Stack) -> str | None:
        """The shortest text behind a stack; None when a rule in it has no end."""
        shortest = self._grammar.shortest
        parts: list[str] = []
        while stack:
            number, place, stack = stack
            for element in self._grammar.sequences[number][place:]:
                if isinstance(element, str) and element not in shortest:
                    return None
                parts.append(shortest[element] if isinstance(element, str) else element.any())
        return "".join(parts)
