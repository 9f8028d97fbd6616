"""What a question of yes or no asks of its subject: the word that carries the predicate.

No tagger: in French the verb stands behind the inverted pronoun or the auxiliary; in English it
ends the first run of words behind the auxiliary, before the article or preposition that goes on.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer import Language
from rag.plain import any_of, plain_letters
from rag.question import Question, Term
from rag.words import Word, fold

_LIGHT = 0.35  # weight of a verb that says little without its object: "put pressure"
_INVERTED = re.compile(
    r"(?!est-ce qu)\b(\w+)[- ](?:t[- ])?(?:il|elle|ils|elles|on|ce)\b", re.IGNORECASE
)
_PLURAL = re.compile(r"\w{2,}[^s]s|people|(?:wo)?men|children")
_GERUND = re.compile(r"\w{2,}ing")
_PROGRESSIVE = re.compile(r"\W*(?:is|are|was|were|isn|aren|wasn|weren)\b", re.IGNORECASE)
_IT_IS = re.compile(r"\W*(?:is|was|will|would) it\b", re.IGNORECASE)
_ADVERB: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"\w{4,}ment|toujours|encore|deja|enfin"),
    "en": re.compile(r"\w{3,}ly|still|already|yet|ever"),
}


@dataclass(frozen=True, slots=True)
class Predicate:
    """The word that carries what is asked, and the words before it, which name of what."""

    head: Word | None
    subject: tuple[Word, ...]


def predicate(question: Question) -> Predicate:
    """Return the predicate of a question of yes or no; its head is None where no word carries it.

    What takes place or is there is its own predicate: "Did the concert take place?".
    """
    lead = leading(question)
    terms = [t for t in question.terms if t.word.start >= (lead.end() if lead else 0)]
    find = _french if question.language == "fr" else _english
    head = find(question, terms, lead.end() if lead else 0)
    if head is None:
        return Predicate(next((t.word for t in terms if not t.word.name), None), ())
    return Predicate(head.word, tuple(t.word for t in terms if t.word.start < head.word.start))


def leading(question: Question) -> re.Match[str] | None:
    """Return what leads up to the statement that is asked about: "is it true that"."""
    pattern = any_of("true_that", question.language, r".*?\b(?:{})")
    return pattern.match(plain_letters(question.text))


def _french(question: Question, terms: Sequence[Term], start: int) -> Term | None:
    text = plain_letters(question.text)
    verb = _INVERTED.search(text, start)
    if verb and not any_of("auxiliaries", "fr").fullmatch(verb.group(1)):
        return next((t for t in terms if t.word.end == verb.end(1)), None)
    verb = verb or any_of("auxiliaries", "fr", r"(?<!\w)(?:{})(?![\w-])").search(text, start)
    if verb is None:
        return _first_run(question, terms)
    return _carrying(question, [t for t in terms if t.word.start >= verb.end()])


def _english(question: Question, terms: Sequence[Term], start: int) -> Term | None:
    if _IT_IS.match(question.text, start):  # "Is it legal to swim?"
        return next(iter(terms), None)
    return _first_run(question, terms)


def _carrying(question: Question, terms: Sequence[Term]) -> Term | None:
    """The first term that carries a predicate: a name does where nothing else can."""
    support = any_of("support_verbs", question.language)
    plain = [t for t in terms if not t.word.name and not _is_adverb(t.word)]
    full = [t for t in plain if t.weight > _LIGHT and not support.fullmatch(fold(t.word.text))]
    return next(iter((*full, *plain, *terms)), None)


def _first_run(question: Question, terms: Sequence[Term]) -> Term | None:
    """The last word of the first run that carries a predicate, or what stands behind "been"."""
    language, run = question.language, list[Term]()
    beyond = any_of("beyond_verb", language, r"\b(?:{})\b")
    for at, term in enumerate(terms):
        gap = plain_letters(question.text[run[-1].word.end : term.word.start]) if run else ""
        before_verb = any_of("before_verb", language, r".*\b(?:{})\s*")
        if before_verb.fullmatch(gap) and not term.word.name:  # "to go", and not "to Ukraine"
            return _carrying(question, terms[at:])
        said = [t for t in run if not t.word.name]
        with_verb = len(said) > 1 or bool(said and run[0].word.name)
        if beyond.search(gap) or beyond.match(question.text, term.word.start):
            break
        if term.word.name and with_verb:  # "Has Ann accepted Bob's terms?"
            break
        run.append(term)
    able = [t for t in run if not t.word.name and not _is_adverb(t.word)]
    if able and (len(able) > 1 or run[0].word.name or not determined(question, able[0].word)):
        return able[-2] if _ends_in_object(question, able, run[0].word.name) else able[-1]
    rest = [t for t in terms if t not in run and not beyond.match(question.text, t.word.start)]
    return _carrying(question, rest)


def _ends_in_object(question: Question, able: Sequence[Term], named: bool) -> bool:
    """Whether the last word is the object of the one before: "the strike affect trains".

    `named` is whether a name is the subject, and not the first of the words.
    """
    if len(able) < (2 if named else 3) or able[-2].weight <= _LIGHT:
        return False
    last = able[-1].word.folded
    gerund = _GERUND.fullmatch(last) and not _PROGRESSIVE.match(question.text)
    return bool(gerund or _PLURAL.fullmatch(last))


def determined(question: Question, word: Word) -> bool:
    """Return whether an article or the like makes a word the subject: "Is the mayor in Paris?"."""
    before = question.text[: word.start]
    return any_of("articles", question.language, r".*\b(?:{})\s*").fullmatch(before) is not None


def _is_adverb(word: Word) -> bool:
    return _ADVERB[word.language].fullmatch(word.folded) is not None
