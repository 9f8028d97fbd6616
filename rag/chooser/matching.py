"""Examples without end from sentences and their translations: which of these is it about?

A question is made of a sentence, or of its translation, by cutting, dropping and mixing its words;
the sentence itself stands among others that are near it in meaning. Nobody wrote such questions,
but to tell which sentence they are about takes what reading takes: words that mean the same.
"""

import re
from collections.abc import Sequence
from random import Random

from rag.reader.examples import Example

_ASKING = {
    "en": "how many,how long,when,who,where,which,what,why,how much,did,how".split(","),
    "fr": "combien,combien de temps,quand,qui,où,quel,que,pourquoi,quelle,est-ce que".split(","),
}
_LANGUAGES = ("en", "fr")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_STRANGERS = 0.2  # of the examples have sentences drawn at random for company
_MISSING = 0.15  # of the examples do not hold the sentence


def made(pairs: Sequence[Sequence[str]], near: Sequence[Sequence[int]], random: Random) -> Example:
    """Return one example; `near` has for each pair the numbers of those that are like it."""
    chosen = random.randrange(len(pairs))
    asked, told = random.choice(((0, 1), (0, 1), (1, 0), (1, 0), (0, 0), (1, 1)))
    count = random.randint(2, 6)
    if random.random() < _STRANGERS:
        others = [random.randrange(len(pairs)) for _ in range(count)]
    else:
        others = random.sample([n for n in near[chosen] if n != chosen], count)
    sentences = [pairs[n][told] for n in others if n != chosen]
    answers: list[tuple[tuple[int, int], ...] | None] = [None] * len(sentences)
    if random.random() >= _MISSING:
        place = random.randint(0, len(sentences))
        sentences.insert(place, pairs[chosen][told])
        answers.insert(place, ())
    question = _question(pairs[chosen][asked], _LANGUAGES[asked], random)
    return Example("pairs", (question,), tuple(sentences), tuple(answers))


def _question(sentence: str, language: str, random: Random) -> str:
    words = _WORD.findall(sentence)
    if len(words) > 6 and random.random() < 0.8:
        count = random.randint(max(3, len(words) // 3), len(words))
        start = random.randint(0, len(words) - count)
        words = words[start : start + count]
    if random.random() < 0.7:
        words = [word for word in words if random.random() > 0.2] or words
    if random.random() < 0.3:
        random.shuffle(words)
    if random.random() < 0.5:
        words = [word for word in words if not word[0].isdigit()] or words
    if random.random() < 0.6:
        words = [random.choice(_ASKING[language]), *words]
    return " ".join(words) + ("?" if random.random() < 0.7 else "")
