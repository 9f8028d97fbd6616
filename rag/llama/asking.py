"""What a model does with a question before it is searched for: completing it, and translating it.

A follow-up ("and in Lyon?") is made a question of its own from the words of the conversation, and
from no others. Words that the lexicon does not know are looked for in the other language too.
"""

import logging
from collections.abc import Sequence
from contextlib import closing

from index import lexicon
from index.lexical import STOP_WORDS
from rag.answer import Language
from rag.errors import WriterBusy, WriterUnavailable
from rag.llama.chat import Speaks
from rag.llama.grammar import line_grammar, units, words_grammar
from rag.llama.judge import Judge
from rag.llama.listing import asked, opening
from rag.question import Question, understand

REWRITE = (
    "Below stand the questions of a conversation, the last one at the end. Write the last one so "
    "that it can be understood alone, with the names and things that it leaves out.\n{turns}"
)
TRANSLATE = (
    "Give the {language} for: {words}. One or two words each, parted by commas, or - if none."
)
_LANGUAGES: dict[Language, str] = {"fr": "French", "en": "English"}
_TOKENS, _TIME_S = 64, 8.0  # the search waits for it
_MOST_TURNS = 4  # the last ones of a conversation
_MOST_WORDS = 4

logger = logging.getLogger(__name__)


def completed(model: Speaks, judge: Judge, earlier: Sequence[str], question: str) -> str:
    """Return a follow-up as a question of its own, or as it is where nothing better is found.

    What the model writes is made of the conversation's words; it must keep those of the follow-up
    that carry it, and ask in the same language, or it does not count.
    """
    turns = [" ".join(turn.split()) for turn in (*earlier[-_MOST_TURNS:], question)]
    language = understand(question).language
    words = [word for turn in reversed(turns) for word in units(turn)]
    if not words or len(turns) < 2:
        return question
    grammar = line_grammar([*words, *sorted(STOP_WORDS[language])], 30)
    task = REWRITE.format(turns="\n".join(f"- {turn}" for turn in turns))
    said = _said(model, judge, task, grammar).rstrip(".? ")
    mark = " ?" if language == "fr" else "?"
    whole = said[:1].upper() + said[1:] + mark
    return whole if said and _asks_as(understand(question), understand(whole)) else question


def search_words(model: Speaks, judge: Judge, question: Question) -> list[str]:
    """Return words of the other language for those of the question that the lexicon lacks."""
    known = lexicon.load()
    unknown = [
        term.word.text
        for term in question.terms
        if not term.word.name
        and term.word.text.isalpha()
        and not known.translations(term.word.stem, question.language)
    ]
    if not unknown or question.other_language:
        return []
    language: Language = "en" if question.language == "fr" else "fr"
    task = TRANSLATE.format(language=_LANGUAGES[language], words=", ".join(unknown[:_MOST_WORDS]))
    said = _said(model, judge, task, words_grammar(_MOST_WORDS)).strip(".- ")
    asked_for = {word.casefold() for word in units(question.text)}
    found = [word for word in said.split(", ") if word and word not in asked_for]
    return [word for word in found if word not in STOP_WORDS[language]]


def _said(model: Speaks, judge: Judge, task: str, grammar: str) -> str:
    """What the model writes; nothing where it is unfit, busy or fails."""
    dialect = model.dialect
    prompt = [*opening(dialect, ()), *asked(dialect, "", task)]
    try:
        if not judge.passes("answers"):
            return ""
        with closing(model.generate(prompt, grammar, _TOKENS, timeout_s=_TIME_S)) as pieces:
            return "".join(pieces)
    except (WriterBusy, WriterUnavailable) as error:
        logger.warning("the question stays as it is: %s", error)
        return ""


def _asks_as(question: Question, whole: Question) -> bool:
    """Whether a completed question keeps the words that carry the follow-up, and its language."""
    stems = {term.word.stem for term in whole.terms}
    kept = all(term.word.stem in stems for term in question.terms)
    return kept and whole.language == question.language and len(stems) > 0
