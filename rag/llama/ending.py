"""The shortest way to the end of a text that keeps to a grammar.

llama.cpp leaves a text where the budget of tokens leaves it, and then it parses no more. Here what
was said is followed in the grammar, and the shortest text that completes it is found.
"""

import heapq

from rag.llama.gbnf import Sequence, Set, read_rules, wrong

# A place in a sequence and what comes behind it; () behind the last.
_Stack = tuple[int, int, "_Stack"] | tuple[()]


class Grammar:
    """A grammar that llama.cpp can be given, with the start rule `root`."""

    def __init__(self, text: str) -> None:
        """Read the grammar. ValueError when it is none, or so large that llama.cpp may fail."""
        self.text = text
        self._sequences: list[Sequence] = []
        self._rules: dict[str, range] = {}
        for name, sequences in read_rules(text).items():
            start = len(self._sequences)
            self._sequences += sequences
            self._rules[name] = range(start, len(self._sequences))

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
            raise wrong(f"nothing completes {said[-80:]!r}", self.text)
        return min(endings, key=len)

    def _set(self, stack: _Stack) -> Set:
        """The character that a settled stack wants next."""
        assert stack
        element = self._sequences[stack[0]][stack[1]]
        assert isinstance(element, Set)
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
