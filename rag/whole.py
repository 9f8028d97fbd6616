"""Whether the words that answer can be shown by themselves; where not, their sentence is.

A scrap tells an editor nothing: half of a quotation ("escalation » of the conflict"), a part of a
fixed phrase ("grand dam de Lee"), a verb without its subject, a clause's number, or who says it.
"""

import re
from functools import cache

from index.document import Span
from index.lexical import STOP_WORDS
from rag.attribution import attributions
from rag.classes import asked_classes, members
from rag.cues import pattern, table
from rag.names import names
from rag.nouns import noun_phrases
from rag.question import Question
from rag.reading import Sentence, analyse_words, language_of
from rag.verbal import Attribution
from rag.words import Word, is_met

_PAIRS = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")
_MARKS = '«»“”"'


def whole(question: Question, sentence: Sentence, at: Span) -> Span:
    """Return where the words that answer stand, made whole; all of the sentence for a scrap.

    Things alone are scraps so easily; a reason is one where it is a verb without its subject.
    """
    if question.asks == "reason" and _table("verbs", sentence).match(sentence.text, at.start):
        return Span(0, len(sentence.text))
    if question.asks != "thing":
        return at
    at = _quoted(sentence, _tally(sentence, at))
    if _is_scrap(question, sentence, at):
        return Span(0, len(sentence.text))
    return _tied(question, sentence, at)


def past_fixed(sentence: Sentence, at: Span) -> Span:
    """Return a span without its part of a fixed phrase: "Lee" of "dam de Lee" in "au dam de"."""
    for found in _table("fixed", sentence).finditer(sentence.text):
        if found.start() < at.start < found.end() < at.end:
            return Span(found.end(), at.end)
    return at


def _tally(sentence: Sentence, at: Span) -> Span:
    """A vote with all that is told of it: "cinq voix contre deux, avec une abstention"."""
    found = _table("tallies", sentence).finditer(sentence.text)
    return next((Span(*m.span()) for m in found if m.start() < at.end and at.start < m.end()), at)


def _quoted(sentence: Sentence, at: Span) -> Span:
    """A span with both marks of a quotation of which it has one."""
    for pair in _PAIRS.finditer(sentence.text):
        opens, closes = pair.start(), pair.end() - 1
        if (at.start <= opens < at.end) != (at.start <= closes < at.end):
            at = Span(min(at.start, opens), max(at.end, pair.end()))
    return at


def _tied(question: Question, sentence: Sentence, at: Span) -> Span:
    """A noun with the one that it is tied to, unless the question says that: "use of oil".

    Names and members of a class may answer without it, and what the question says tells nothing.
    """
    named = any(n.start < at.end and at.start < n.end for n in names(sentence))
    asked = asked_classes([term.word for term in question.focus])
    if named or any(member.classes & asked for member in members(_within(sentence, at))):
        return at
    for phrase in noun_phrases(sentence):
        if phrase.behind and phrase.start <= at.start < phrase.end:
            if not any(_is_said(question, w) for w in _within(sentence, phrase.behind)):
                return Span(phrase.behind.start, at.end)
    return at


def _is_scrap(question: Question, sentence: Sentence, at: Span) -> bool:
    text = sentence.text
    said = [term.word for term in question.focus]
    told = [
        one
        for one in attributions(text, language_of(sentence.document))
        if not any(is_met(word, _within(sentence, one)) for word in said)
    ]
    return (
        any(mark in _PAIRS.sub("", text[at.start : at.end]) for mark in _MARKS)
        or not _says_more(question, sentence, at)
        or any(one.start <= at.start and at.end <= one.end for one in told)
        or any(m.start() < at.start < m.end() for m in _table("fixed", sentence).finditer(text))
        or bool(_table("cut", sentence).search(text, 0, at.start))
        or bool(_table("verbs", sentence).match(text, at.start))
    )


def _says_more(question: Question, sentence: Sentence, at: Span) -> bool:
    """Whether a span says a word that the question does not; a clause's number says nothing."""
    number = _table("references", sentence)
    asked = question.focus and number.match(f"{question.focus[0].word.text} 1")
    numbers = [] if asked else [m.span() for m in number.finditer(sentence.text)]
    stops = STOP_WORDS[language_of(sentence.document)]
    return any(
        word.folded not in stops
        and not _is_said(question, word)
        and not any(start <= word.start < end for start, end in numbers)
        for word in _within(sentence, at)
    )


def _within(sentence: Sentence, at: Span | Attribution) -> list[Word]:
    return [word for word in sentence.words if at.start <= word.start < at.end]


def _is_said(question: Question, word: Word) -> bool:
    return is_met(word, analyse_words(question.text, question.language))


def _table(name: str, sentence: Sentence) -> re.Pattern[str]:
    return _compiled(name, language_of(sentence.document))


@cache
def _compiled(name: str, language: str) -> re.Pattern[str]:
    return re.compile(pattern(table("whole")[name][language]), re.IGNORECASE)
