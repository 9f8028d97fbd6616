"""What a question calls the event that it is about, where it names it by a noun: "the call"."""

import re

from index.lexical import STOP_WORDS
from rag.cues import pattern, table
from rag.question import Question, Term
from rag.words import Word


def event_name(question: Question, term: Term) -> str | None:
    """Return the noun of the question whose term names an event: "call", "phone call".

    None where the term is a verb: "did they call", "were launched".
    """
    if not _is_noun(question, term.word):
        return None
    end, terms = term.word.end, question.terms
    for other in terms[terms.index(term) + 1 :]:
        if other.word.start - end != 1 or not other.word.concepts & term.word.concepts:
            break
        end = other.word.end
    return question.text[term.word.start : end].casefold()


def _is_noun(question: Question, word: Word) -> bool:
    """Whether a word stands behind a determiner, as no verb does."""
    forms, language = table("nouns"), question.language
    behind, between = f"(?:{forms['determiners'][language]})", forms["between"][language]
    before = question.text[: word.start]
    if re.search(pattern(f"{behind}$"), before, re.IGNORECASE):
        return True
    near = re.search(pattern(f"{behind}{between}$"), before, re.IGNORECASE)
    if near is None or language == "fr":
        return near is not None
    auxiliary = forms["auxiliaries"]["en"]
    asked = any(  # "did the army fire", "what does the mayor threaten"
        re.search(form, text, re.IGNORECASE)
        for form, text in (
            (rf"\b{auxiliary} $", before[: near.start()]),
            (rf"^what {auxiliary} ", near.group()),
        )
    )
    return not asked or _verb_follows(question.text[word.end :])


def _verb_follows(rest: str) -> bool:
    """Whether what stands behind a word goes on with another that says something: "call last"."""
    following = re.match(r" ([a-z]+)", rest)
    return following is not None and following.group(1) not in STOP_WORDS["en"]
