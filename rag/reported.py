"""Whether it is the one asked about who says a sentence, and where in it what they say begins."""

import re

from rag.answer import Language
from rag.attribution import attributions
from rag.cues import cue
from rag.holders import is_name, is_pronoun
from rag.plain import any_of, plain_letters
from rag.question import Question
from rag.reading import Reading, Sentence, analyse_words, language_of
from rag.speaker import speaker
from rag.support import best_match

HELD = 0.7  # how surely it must be one of those asked about who speaks
QUOTED = re.compile(r"[«“\"]")
_NAMED = 0.8  # likeness from which a holder is the one asked about
# From a verb of saying to what is said.
_SAID_THAT = re.compile(
    r"(?: (?P<first>[\w’']+)(?:[^,;:.«»“”\"]{0,60}?[^\W_])??)?,?\s(?:qu[’']|(?:que|that)\s)",
    re.IGNORECASE,
)
_INFINITIVE = re.compile(r"(?!hier$)\w+(?:er|ir|re)$")


def said_from(question: Question, sentence: Sentence) -> int:
    """Return where what the one asked about says begins in a sentence.

    That is where the sentence does, if they say it in no clause of this kind, or deny it.
    """
    language = language_of(sentence.document)
    for found in attributions(sentence.text, language):
        said_by = analyse_words(found.who, language)
        named = any(best_match(term, said_by) >= _NAMED for term in question.terms)
        clause_of = _SAID_THAT.match(sentence.text, found.end)
        if not clause_of or _is_object(clause_of["first"] or "", language):
            continue
        lead = sentence.text[found.start : clause_of.end()]
        denied = any(cue(name).search(lead) for name in ("negation", "denied"))
        if not denied and (named or is_pronoun(found.who, language)):
            return clause_of.end()
    return 0


def _is_object(first: str, language: Language) -> bool:
    """Whether what a word behind a verb of saying opens has a "that" of its own: "the man that"."""
    article = any_of("articles", language, r"(?:{})(?:(?<=[’'])\w+)?").fullmatch(
        plain_letters(first)
    )
    verb = language == "fr" and _INFINITIVE.match(first)
    return bool(article or verb or is_pronoun(first, language))


def held(question: Question, reading: Reading, sentence: Sentence) -> float:
    """Return whether it is the one asked about who speaks, whom the question's first term names.

    Another name of the question may be of a second speaker: "What did Ann and Bob each say?" Where
    it names nobody ("Que dit-on d'Ann ?", "What do experts say of Ann?"), whoever speaks does.
    """
    if not question.terms:
        return 1.0
    if cue("anybody").search(question.text):
        said = speaker(reading, sentence) or QUOTED.search(sentence.text)
        return 1.0 if said else 0.85
    name = speaker(reading, sentence) or ""
    said_by = analyse_words(name, reading.language)
    holder, *others = dict.fromkeys([question.terms[0], *question.names])
    if best_match(holder, said_by) or best_match(holder, sentence.words):
        return 1.0 if said_by or QUOTED.search(sentence.text) else 0.85
    by_role = name and any(  # `rag.whose` tells
        not (holder.named and is_name(name, reading.language)) for holder in question.holders
    )
    return HELD if by_role or any(best_match(other, said_by) for other in others) else 0.5
