"""Understanding a question: its language, what it asks for, and on what conditions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.document import Span
from rag.alternatives import Alternatives, alternatives
from rag.answer import Language
from rag.any_word import words_asked
from rag.asking import ASKS_OPEN, Asked, asked_for, has_question_word
from rag.attributes import Ask as Ask
from rag.checked import checked
from rag.conditions import (
    asks_of_future,
    excepted_words,
    named_dates,
    named_ordinal,
    running_time,
    unit_named,
    whole_named,
)
from rag.cues import cue, table
from rag.plain import plain
from rag.terms import Term as Term
from rag.terms import counted_of, focus_of, said_and_verb, terms_of, within
from rag.tongues import small_words, tongue_of
from rag.unstressed import unstressed
from rag.values.value import Kind, Value
from rag.who_said import WhoSaid, who_said
from rag.whose import Holder, asked_holders
from rag.words import Word


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `asks` says what sort of thing answers it; `kinds` the kinds of value when that is a value,
    likeliest first; `focus` the words that name the class of what is asked for ("which polling
    station": polling, station), none where the question word says it all; `counted` those that
    name what is counted, and so are the focus of a count; `terms` the words that carry the
    question, names included; `when` the dates that it names as a condition; `future` whether it
    asks of what is to come, None where its tense does not tell; `running` whether it asks of the
    time that runs ("this winter"); `whole` the number of which it asks for a part ("how many of
    the 37"); `ordinal` the place in a series of the event asked about ("the third hearing"), if it
    is named; `offered` the values of which it asks which it is ("two hours
    or three"); `excepted` the words for what it sets apart ("besides the price"); `holders` those
    whose word is asked for, none where anybody's will do; `who_said` how it asks whose word
    something is; `other_language` the ISO 639-1
    code of the language it seems to be in when that is neither French nor English: it is then
    read as English, and asks for something open.

    A question that has a value checked ("was it held in 2015?") is read as the one that asks for
    that value ("when was it held?"); `checked` is the value, and `plainly` the question of yes or
    no without it ("was it held?"). One whether anything was said ("has Ann commented?") is read as
    the one that asks what was ("what did Ann say?"), and `plainly` is the question as it was put.
    """

    text: str
    language: Language
    asks: Ask
    kinds: tuple[Kind, ...]
    counted: tuple[Term, ...]
    focus: tuple[Term, ...]
    terms: tuple[Term, ...]
    when: tuple[Value, ...]
    future: bool | None
    running: bool
    whole: Value | None
    ordinal: float | None
    offered: tuple[Value, ...]
    excepted: tuple[Word, ...]
    holders: tuple[Holder, ...]
    who_said: WhoSaid | None
    other_language: str | None
    checked: Value | None = None
    plainly: "Question | None" = None

    @property
    def asks_any_word(self) -> bool:
        """Whether it asks if anything was said at all."""
        return self.plainly is not None and self.checked is None

    @property
    def names(self) -> tuple[Term, ...]:
        """The terms that are proper names."""
        return tuple(term for term in self.terms if term.word.name)


def understand(text: str) -> Question:
    """Return what the question asks for; a form that is not recognised asks for something open."""
    language, other = tongue_of(text)
    if other is not None:
        return _understood(text, language, other)
    put = unstressed(text, language)
    plainly = _understood(put, language, None)
    if put != text and plainly.asks == "open":
        plainly = replace(plainly, asks="yes_no")
    if plainly.asks in _MAY_BE_WHETHER and (said := words_asked(put, language)):
        asked = replace(_understood(said, language, None), asks="quotation", kinds=())
        return replace(asked, plainly=replace(plainly, asks="yes_no", holders=asked.holders))
    found = checked(put, language) if plainly.asks == "yes_no" else None
    if found is None:
        return plainly
    asked = _understood(found.asking, language, None)
    kinds = asked.kinds if found.kind in asked.kinds[:1] else (found.kind,)
    plainly = _understood(found.plainly, language, None)
    return replace(asked, asks="value", kinds=kinds, checked=found.value, plainly=plainly)


def _understood(text: str, language: Language, other: str | None) -> Question:
    read = plain(text, language)
    asked = asked_for(read, language) if other is None else ASKS_OPEN
    either = alternatives(text, language) if other is None else None
    either = either if either and _is_asked(either, asked, read.text, language) else None
    if either and either.kind not in asked.kinds:
        asked = _asks_which(either)
    unit = unit_named(text, language)
    if unit and asked.kinds and asked.kinds[0] != "count":
        asked = replace(asked, kinds=(unit,))
    whose = who_said(text, language, asked.asks) if other is None else None
    if whose:
        asked = Asked("person", (), asked.phrase, Span(0, 0))
    when = named_dates(text, language)
    terms = tuple(t for t in terms_of(text, language, asked, when) if t.word.start >= read.start)
    asks = asked.asks
    if asks == "yes_no" and _asks_for_views(text, terms):
        asks = "judgement"
    whole = whole_named(text, language) if "count" in asked.kinds[:1] else None
    terms = tuple(t for t in terms if not _is_number_of(whole, t.word))
    if either:
        when = tuple(v for v in when if not either.have(v.start))
        terms = tuple(t for t in terms if not either.have(t.word.start) or within(t, asked.focus))
    if whose:
        terms = said_and_verb(text, whose, terms)
    focus = focus_of(text, language, asked)
    if asks == "judgement":  # "was it a success?" is answered by "a failure" too
        terms = tuple(t for t in terms if not _names_judgement(t.word)) or terms
    if asks in ("organisation", "place"):
        terms = tuple(t for t in terms if not within(t, asked.phrase))
    counted = counted_of(text, language, terms, asked) if "count" in asked.kinds[:1] else ()
    if whole and not counted:  # "of the 37 drones, how many …?"
        counted = tuple(t for t in terms if t.word.text == whole.unit)
    return Question(
        text,
        language,
        asks,
        asked.kinds,
        counted,
        counted or focus,
        terms if other is None else tuple(t for t in terms if not _is_small(t, other)),
        when,
        asks_of_future(text, language),
        running_time(text, language) is not None,
        whole,
        named_ordinal(text, language) if "ordinal" not in asked.kinds else None,
        either.values if either else (),
        excepted_words(text, language),
        asked_holders(text, language),
        whose,
        other,
    )


_MAY_BE_WHETHER = ("yes_no", "judgement", "open")  # as it may be read that asks for any words

# The kinds that the alternatives of a kind may be told in.
_TOLD_IN: dict[Kind, tuple[Kind, ...]] = {"date": ("date", "time"), "ordinal": ("ordinal", "ratio")}


def _is_asked(either: Alternatives, asked: Asked, text: str, language: Language) -> bool:
    """Whether a question asks which of the values it is, and not why or who beside them."""
    which = either.kind in asked.kinds or asked.asks == "thing"
    return which or not has_question_word(text, language)


def _asks_which(either: Alternatives) -> Asked:
    """What a question asks for that has one choose between values, and has no other word for it."""
    focus = either.counted or Span(0, 0)
    kinds = _TOLD_IN.get(either.kind, (either.kind,))
    return Asked("value", kinds, focus, focus, counted=either.counted is not None)


def _is_number_of(value: Value | None, word: Word) -> bool:
    """Whether a word is in the figure of a count, and not its noun."""
    return value is not None and value.start <= word.start < value.end and word.text != value.unit


def _asks_for_views(text: str, terms: Sequence[Term]) -> bool:
    """Whether a question of yes or no is one of views: "Was it a success?", not "Is Ann proud?"."""
    named = min((t.word.end for t in terms if t.word.text[:1].isupper()), default=len(text))
    judged = cue("judging").finditer(text)
    own = (cue("feeling").fullmatch(m.group()) is not None and named < m.start() for m in judged)
    return not all(own) or cue("how_well").search(text) is not None


def _names_judgement(word: Word) -> bool:
    """Whether a word only says that a judgement is asked for, or gives one: "stance", "success"."""
    view = re.fullmatch(table("forms")["views"][word.language], word.text, re.IGNORECASE)
    return bool(view or cue("judging").fullmatch(word.text))


def _is_small(term: Term, other: str) -> bool:
    """Whether a term is a small word of the other language that the question is in."""
    return term.word.text.casefold() in small_words(other)
