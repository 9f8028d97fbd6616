"""How a model's turns are written, found once by rendering the GGUF's own chat template.

A template is a program. It is run once, in a sandbox and in the child process whose loading has a
time limit, over two placeholders; what it wrote around them is kept. From then on a prompt is put
together from these pieces, so that nothing in a document or a question can open or close a turn,
and no template sees any of it.
"""

import math
import re
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Protocol

from jinja2 import TemplateError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

_SYSTEM, _USER = "recoupe-placeholder-one", "recoupe-placeholder-two"
_LONGEST = 8_000  # characters around the placeholders; a longer template is no way to open a turn
# Templates mark what a model says for training; here that is no more than a block.
_GENERATION = re.compile(r"(\{%[-+]?\s*)(end)?generation(\s*[-+]?%\})")
# A model that begins by thinking is shown that it has done so.
_THINKING = re.compile(r"<think>\s*\Z")
_THOUGHT = "\n</think>\n\n"
# Models that name a channel before they speak: the one that is meant for the reader.
_CHANNEL, _FINAL = "<|channel|>", "<|channel|>final<|message|>"


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without what takes a short template to gigabytes: powers, and long repetitions."""

    intercepted_binops = frozenset(("*", "**"))

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        if operator == "*" and _size(left) * _size(right) <= _LONGEST:
            return super().call_binop(context, operator, left, right)
        raise TemplateError(f"no chat template needs {operator} of so much")


def _size(value: object) -> float:
    """How much a number or a text multiplies what it is multiplied with."""
    if isinstance(value, str):
        return len(value)
    return abs(value) if isinstance(value, int) else math.inf


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a prompt.

    `control`: control tokens written in it count as such, so it is only ever a piece of a chat
    template, never text of a document or a question. `asked`: the probabilities after its last
    token are wanted.
    """

    text: str
    control: bool = False
    asked: bool = False


Prompt = Sequence[Part]


@dataclass(frozen=True, slots=True)
class Dialect:
    """What stands before the rules, between them and what is asked, and before the answer."""

    before_rules: str
    before_user: str
    before_answer: str

    def opening(self, rules: str) -> list[Part]:
        """Return how every prompt with these rules begins, up to where the user speaks."""
        return [Part(self.before_rules, control=True), Part(rules), Part(self.before_user, True)]

    def closing(self, said: str = "") -> list[Part]:
        """Return what leads from the user's text to the answer, with how the answer begins."""
        return [Part(self.before_answer, control=True), *([Part(said)] if said else [])]

    def prompt(self, rules: str, user: Sequence[Part]) -> list[Part]:
        """Return a whole prompt: the rules, what the user says, and where the answer begins."""
        return [*self.opening(rules), *user, *self.closing()]


class Speaks(Protocol):
    """A loaded model, as those see it who ask it something (`rag.llama.model.Model`)."""

    @property
    def name(self) -> str: ...

    @property
    def room(self) -> int: ...

    @property
    def dialect(self) -> Dialect: ...

    def count(self, texts: Sequence[str]) -> list[int]: ...

    def generate(
        self, prompt: Prompt, grammar: str, limit: int, *, timeout_s: float = 60.0
    ) -> Generator[str, None, None]: ...

    def likelihoods(
        self,
        prefix: Prompt,
        branches: Sequence[Prompt],
        among: Sequence[str],
        *,
        timeout_s: float = 60.0,
    ) -> list[list[list[float]]]: ...


CHATML = Dialect(
    "<|im_start|>system\n",
    "<|im_end|>\n<|im_start|>user\n",
    "<|im_end|>\n<|im_start|>assistant\n",
)
PLAIN = Dialect("### Rules\n", "\n\n### Task\n", "\n\n### Answer\n")


def dialect_of(
    template: str | None,
    *,
    beginning: str = "",
    end: str = "",
    adds_beginning: bool = False,
    is_control: Callable[[str], bool] = lambda _: False,
) -> Dialect:
    """Return how to write the turns of a model with this chat template, None for none.

    `beginning` and `end` are the texts of the tokens that open and end a text, as the template may
    write them; with `adds_beginning` whoever reads the prompt puts the first in front, so that it
    is taken off here. A template that fails, takes more than its share or does not write down what
    it is given is passed over for ChatML where `is_control` knows its tokens, else for titles.
    """
    found = _cut(template, beginning, end) if template else None
    if found is None:
        return CHATML if is_control("<|im_start|>") and is_control("<|im_end|>") else PLAIN
    if adds_beginning and beginning and found.before_rules.startswith(beginning):
        rest = found.before_rules.removeprefix(beginning)
        return Dialect(rest, found.before_user, found.before_answer)
    return found


def _cut(template: str, beginning: str, end: str) -> Dialect | None:
    """What the template writes around the rules and the user's text; None when it is of no use."""
    user = {"role": "user", "content": _USER}
    whole = _rendered(template, [{"role": "system", "content": _SYSTEM}, user], beginning, end)
    if whole and (cut := _around(whole, _SYSTEM, _USER)):
        return Dialect(cut[0], cut[1], _opened(cut[2], template))
    # Where there is no role for rules, they open what the user says.
    whole = _rendered(template, [user], beginning, end)
    if whole and (cut := _around(whole, _USER)):
        return Dialect(cut[0], "\n\n", _opened(cut[1], template))
    return None


def _around(whole: str, *placeholders: str) -> list[str] | None:
    """The text before, between and behind the placeholders, if each stands there once, in order."""
    if len(whole) > _LONGEST or any(whole.count(one) != 1 for one in placeholders):
        return None
    cut = re.split("|".join(map(re.escape, placeholders)), whole)
    in_order = [whole.index(one) for one in placeholders]
    return cut if in_order == sorted(in_order) else None


def _opened(before_answer: str, template: str) -> str:
    """The answer's opening with the model's thinking closed and its channel chosen."""
    if _THINKING.search(before_answer):
        return before_answer.rstrip() + _THOUGHT
    if _CHANNEL in template and _CHANNEL not in before_answer:
        return before_answer + _FINAL
    return before_answer


def _rendered(
    template: str, messages: Sequence[dict[str, str]], beginning: str, end: str
) -> str | None:
    environment = _Sandbox(
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.loopcontrols"],
    )
    plain = _GENERATION.sub(lambda m: f"{m[1]}{'endif' if m[2] else 'if true'}{m[3]}", template)
    try:
        return environment.from_string(plain).render(
            messages=messages,
            add_generation_prompt=True,
            enable_thinking=False,
            thinking=False,
            reasoning_effort="low",
            bos_token=beginning,
            eos_token=end,
            raise_exception=_refuse,
            strftime_now=time.strftime,
        )
    # A template is somebody else's program: it may fail in any way there is.
    except Exception:
        return None


def _refuse(reason: str) -> str:
    raise TemplateError(reason)
