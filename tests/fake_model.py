"""A model that can be computed in the head: it knows the examination, and says what it is told."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rag.llama import exam
from rag.llama.chat import CHATML, Dialect, Prompt

RIGHT = {
    "".join(part.text for part in ending)
    for form in exam.TASKS
    for ending in exam.questions(form, CHATML)[::2]
}
WRONG = {
    "".join(part.text for part in ending)
    for form in exam.TASKS
    for ending in exam.questions(form, CHATML)[1::2]
}


@dataclass
class FakeModel:
    """Says `says` whatever it is asked to write; yes with `yes`(ending) where it is asked that.

    It counts a token for each word. `prompts` are the texts that it was asked to go on with, and
    `control` what of them may hold control tokens.
    """

    says: str = "[]"
    yes: Callable[[str], float] = lambda _: 0.9
    fit: bool = True
    room: int = 4096
    name: str = "fake.gguf"
    state: Literal["loading", "ready", "failed", "closed"] = "ready"
    dialect: Dialect = CHATML
    failure: Exception | None = None
    prompts: list[str] = field(default_factory=list)
    control: list[str] = field(default_factory=list)
    endings: list[str] = field(default_factory=list)
    grammars: list[str] = field(default_factory=list)

    def wait(self, timeout_s: float | None = None) -> None:
        """Fail if told to; nothing is loaded."""
        if self.failure:
            raise self.failure

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return the number of words."""
        return [len(text.split()) for text in texts]

    def generate(
        self, prompt: Prompt, grammar: str, limit: int, *, timeout_s: float = 60.0
    ) -> Generator[str, None, None]:
        """Yield what it was told to say, letter by letter."""
        self.prompts.append("".join(part.text for part in prompt))
        self.control += [part.text for part in prompt if part.control]
        self.grammars.append(grammar)
        if self.failure:
            raise self.failure
        yield from self.says

    def likelihoods(
        self,
        prefix: Prompt,
        branches: Sequence[Prompt],
        among: Sequence[str],
        *,
        timeout_s: float = 60.0,
    ) -> list[list[list[float]]]:
        """Return 0.9 for what is right in the examination, 0.2 for what is wrong, else `yes`."""
        if self.failure:
            raise self.failure
        found = []
        for branch in branches:
            ending = "".join(part.text for part in branch)
            assert [part.asked for part in branch] == [False] * (len(branch) - 1) + [True]
            yes = self._yes(ending)
            found.append([[yes, 1 - yes]])
        return found

    def close(self) -> None:
        """Be closed."""
        self.state = "closed"

    def _yes(self, ending: str) -> float:
        if ending in RIGHT | WRONG:
            return (0.9 if ending in RIGHT else 0.2) if self.fit else 0.5
        self.endings.append(ending)
        return self.yes(ending)
