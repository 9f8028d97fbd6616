"""Saying a composed sentence in other words, without saying anything else.

The model is given the sentence's own words, its question's and small ones, and no others. What it
makes of them must keep every figure, name, date and denial, must pass the guard, and must mean the
same by the model's own judgement in both orders. Else the composed sentence stands.
"""

import logging
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import closing

from index.lexical import STOP_WORDS
from rag.answer import Language
from rag.claims import Claim
from rag.cues import cue
from rag.errors import WriterBusy, WriterUnavailable
from rag.guard import unsupported
from rag.llama.chat import Speaks
from rag.llama.grammar import line_grammar, units
from rag.llama.judge import Judge
from rag.llama.listing import asked, list_quotes, opening, source_of
from rag.question import Question
from rag.reading import analyse_values

TASK = (
    "Say this answer as one plain sentence in {language}, which answers the question. Keep every "
    "figure, name and date as it is, and add nothing: {sentence}"
)
_LANGUAGES = {"fr": "French", "en": "English"}
_TOKENS, _TIME_S = 96, 20.0
_LONGER = 1.5  # times as many words as the composed sentence has, and a few
_SURE = 0.9
_QUOTED = re.compile(r"[«»“”\"]")

logger = logging.getLogger(__name__)


def reword(
    model: Speaks,
    judge: Judge,
    question: Question,
    sentence: str,
    claims: Sequence[Claim],
    language: Language,
) -> str | None:
    """Return the sentence in other words, None where the composed one stands.

    What quotes a document is left as it is. A model that is busy or fails has nothing to say.
    """
    if _QUOTED.search(sentence):
        return None
    try:
        if not (judge.passes("same") and judge.passes("compatible")):
            return None
        said = _said(model, question, sentence, claims, language)
        if not keeps(sentence, said, question, language) or unsupported(said, claims, language):
            return None
        return said if judge.alike(sentence, said) >= _SURE else None
    except (WriterBusy, WriterUnavailable) as error:
        logger.warning("the composed sentence stands: %s", error)
        return None


def keeps(sentence: str, said: str, question: Question, language: Language) -> bool:
    """Return whether what is said keeps the sentence's figures, names and denials.

    It may repeat no word more often than the sentence and the question do together, and small
    words hardly more.
    """
    if bool(cue("negation").search(sentence)) != bool(cue("negation").search(said)):
        return False
    values = [v.text for v in analyse_values(sentence, language, None)]
    named = [word for word in units(sentence)[1:] if word[:1].isupper() or word[:1].isdigit()]
    if not all(re.search(rf"(?<!\w){re.escape(kept)}(?!\w)", said) for kept in [*values, *named]):
        return False
    if Counter(_content(sentence, language)) - Counter(_content(said, language)):
        return False
    at_most = Counter(_folded(sentence)) + Counter(_folded(question.text))
    return not any(
        count > at_most[word] + (2 if word in STOP_WORDS[language] else 0)
        for word, count in Counter(_folded(said)).items()
    )


def _said(
    model: Speaks, question: Question, sentence: str, claims: Sequence[Claim], language: Language
) -> str:
    """What the model makes of the sentence, without the stop that the composer adds."""
    words = [*units(sentence), *units(question.text), *sorted(STOP_WORDS[language])]
    capital = [word[:1].upper() + word[1:] for word in words]
    grammar = line_grammar([*words, *capital], int(_LONGER * len(units(sentence))) + 4)
    quotes = [(source_of(claim.document), claim.quote) for claim in claims]
    task = TASK.format(language=_LANGUAGES[language], sentence=sentence)
    dialect = model.dialect
    prompt = [*opening(dialect, [list_quotes(quotes)]), *asked(dialect, question.text, task)]
    with closing(model.generate(prompt, grammar, _TOKENS, timeout_s=_TIME_S)) as pieces:
        said = "".join(pieces).rstrip(".? ")
    return said[:1].upper() + said[1:]


def _content(text: str, language: Language) -> list[str]:
    return [word for word in _folded(text) if word not in STOP_WORDS[language]]


def _folded(text: str) -> list[str]:
    return [word.casefold() for word in units(text)]
