"""Our reading of a grammar beside llama.cpp's: on random grammars, both admit the same texts.

Where they differed, a token that we take for forced would end llama.cpp's process.
"""

import random
from collections.abc import Iterator
from contextlib import closing

import pytest

from rag.llama.model import Model, Part
from rag.llama.walk import Grammar, Walk
from tests.gguf_files import random_gguf

WORDS = ("two hours", "é", "“1 320”", "<|im_end|>", '"', "\\", "\n", "a", "]", "🙂")
SETS = ("[0-9]", "[a-fx]", "[^a-z]", "[é-ü]", "[\\n\\]-]", ".", "[^\\x00-\\U0000FFFF]")
TIMES = ("", "", "", "?", "*", "+", "{2}", "{1,3}", "{2,}", "{0,2}")


def literal(text: str) -> str:
    return '"' + "".join(f"\\U{ord(character):08X}" for character in text) + '"'


def random_grammar(dice: random.Random) -> str:
    """A grammar of some rules, each of which uses only those after it, so that all have an end."""
    rules = [f"r{number}" for number in range(dice.randint(1, 5))]

    def symbol(number: int, depth: int) -> str:
        kind = dice.random()
        if kind < 0.4:
            found = literal(dice.choice(WORDS))
        elif kind < 0.6:
            found = dice.choice(SETS)
        elif kind < 0.8 and number + 1 < len(rules):
            found = dice.choice(rules[number + 1 :])
        elif depth < 3:
            found = f"({body(number, depth + 1)})"
        else:
            found = '""'
        # A repetition of what may be empty is a left recursion to llama.cpp, which refuses it.
        return found + (dice.choice(TIMES) if found.startswith(('"\\', "[", ".")) else "")

    def body(number: int, depth: int = 0) -> str:
        return " | ".join(
            " ".join(symbol(number, depth) for _ in range(dice.randint(1, 3)))
            for _ in range(dice.randint(1, 3))
        )

    lines = [f"{name} ::= {body(number)}" for number, name in enumerate(rules)]
    return "\n".join(["root ::= r0", *lines]) + "\n"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Model]:
    path = random_gguf(tmp_path_factory.mktemp("random") / "random.gguf", seed=2)
    with closing(Model(path)) as model:
        yield model


@pytest.mark.parametrize("seed", range(10))
def test_both_admit_the_same_texts(model: Model, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(20):
        grammar = random_grammar(dice)
        prompt = [Part(str(dice.random()))]
        text = "".join(model.generate(prompt, grammar, dice.randint(1, 40)))
        walk = Walk(Grammar(grammar))
        walk.step(text)
        assert walk.ending() == "", (grammar, text)
