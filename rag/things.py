"""Short names and phrases that answer "which N?": spans, and how well they fit the class asked for.

A span is a name, a noun phrase (`rag.nouns`) or a known member of a class (`rag.classes`). How it
fits is told by where it stands to the words that name the class: as a label or a copula before it
("Genre: comedy", "her occupation is lawyer"), as an apposition behind it ("Thales, the maker"),
within it ("polling station no. 7"), or by what it is ("snooker" is a sport).
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from index.document import Span
from index.lexical import STOP_WORDS
from rag.candidates import Candidate, support_traits
from rag.classes import Member, asked_classes, is_closed, members, takes_modifiers
from rag.names import names
from rag.nouns import between_labels, is_furniture, noun_phrases
from rag.question import Question, Term
from rag.reading import Sentence, language_of
from rag.support import Weigher
from rag.words import Word, likeness

_ALIKE = 0.8
_MODIFIERS = 2  # words that say more of a member of a class
_RIVAL = 0.8  # how well another span must fit to be what a word of the question belongs to
_FITS: Mapping[str, float] = {
    "label": 0.95,
    "apposition": 0.9,
    "member": 1.0,
    "of class": 0.9,
    "names class": 0.85,
}
# What ties a thing to one of its class and says no more than that.
_RELATING = re.compile(
    r"(?:associat|affiliat|relat|belong|categori[sz]|classif|speciali[sz]|practi[sc]|perform|primar|"
    r"main|officiall?|play|know|consider|describ|compet|involv|locat|situ|appart|associ|affili|"
    r"pratiqu|exerc|jou|princip|considér|class|spécialis|connu|consacr|fall|features?|bas)\w*",
    re.IGNORECASE,
)
_DOING = re.compile(r"\w+(?:ing|ant)\b")  # "the river, flowing north": what it does, not what it is
_AGENT = re.compile(r"(?:ers?|eurs?|euses?|man|men|woman|women)$")
_FIGURE_BEFORE = re.compile(r"\b\d+\w*-$")  # "18th-century Baroque"
_PLAIN, _PLAIN_NAME, _OTHER_CLASS = 0.45, 0.6, 0.2
_UNKNOWN_MEMBER = 0.6  # what is left of a label's word where few members are unknown
_LESS_TOLD = 0.9  # of a member that another of the document tells more closely
_KNOWN_CLASS = 0.6  # what is left of a span's plain fit where the class's members are known
# What may stand between the class and what is of it: "sport: football", "the director is Lee".
_LABEL = re.compile(
    r"[\s:«“\"(–—-]*(?:(?:is|was|are|were|est|était|sont|étaient|named|called|known as|"
    r"nommée?|appelée?|dite?|des?|du|of|par|by)\b\W*)?(?:(?:the|an?|l[ae]s?|une?)\b\W*|l[’'])?",
    re.IGNORECASE,
)
# The same, behind it: "Thales, the maker", "snooker is a sport", "Lee (director)".
_APPOSITION = re.compile(
    r"(?:,| is| was| est| était| \(|,? (?:un|une|a|an|the|le|la) )\W*"
    r"(?:(?:the|an?|l[ae]|une?|one of the|l[’'])\W*)?(?:[\w’'-]+ ){0,2}",
    re.IGNORECASE,
)


# Behind the class of an apposition: "Thales, the maker of"; not "In Utah, the river flows".
_APPOSED_END = re.compile(
    r"\W*$|\s?[,.;:()«“\"]| (?:of|d[eu]s?|d[’']|in|at|from|for|to|on|who|that|which|where|qui|que|"
    r"dont|and|et|à|en|au|aux|by|par|pour)\b|[’']s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Class:
    """What is asked for: the words that name the class, its known classes, and how many."""

    words: tuple[Word, ...]
    known: frozenset[str]
    several: bool


def things(question: Question, weigher: Weigher) -> list[Candidate]:
    """Return the spans that may be of the class asked for, weighed, in the order of the text.

    No two overlap. Each has among its traits how it fits the class, `sort` the best of them.
    """
    asked, found = _asked(question), []
    weigher = _of_the_rest(question, weigher)
    for index, sentence in enumerate(weigher.reading.sentences):
        spans = list(_apart(_fitting(question, asked, sentence)))
        for span, fits in spans:
            rivals = [(o.start, o.end) for o, f in spans if o != span and f["sort"] >= _RIVAL]
            support = weigher.value(index, span.start, span.end, rivals)
            hit = weigher.reading.hit_of(sentence)
            score = fits["sort"] * support.score
            traits = {**support_traits(support, weigher), **fits, "rivals": min(len(rivals), 3) / 3}
            found.append(
                Candidate(hit, sentence, span.start, span.end, score, "thing", traits=traits)
            )
    return _more_closely(found)


def _more_closely(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, with members of the class behind those that tell more: "rugby union"."""
    told = {_key(c) for c in found if c.traits["member"]}
    return [
        replace(c, score=_LESS_TOLD * c.score)
        if c.traits["member"] and any(o != _key(c) and f" {_key(c)} " in f" {o} " for o in told)
        else c
        for c in found
    ]


def _key(candidate: Candidate) -> str:
    return candidate.sentence.text[candidate.start : candidate.end].casefold()


def _of_the_rest(question: Question, weigher: Weigher) -> Weigher:
    """A weigher by the terms that do not name the class: "snooker" need not be called a sport.

    Where the members of the class are known, they need not be told to be "associated" either.
    """
    focus = _focus(question)
    rest = tuple(term for term in question.terms if term not in focus)
    if asked_classes([term.word for term in focus]):
        rest = tuple(term for term in rest if not _RELATING.fullmatch(term.word.text)) or rest
    return weigher.by(rest)


def _focus(question: Question) -> tuple[Term, ...]:
    """The terms that name the class; where none is known to, the first term if it asks for one."""
    first = question.terms[:1]
    return question.focus or (first if asked_classes([term.word for term in first]) else ())


def _asked(question: Question) -> _Class:
    words = tuple(term.word for term in _focus(question))
    plural = any(re.search(r"(?:s|x|ies)$", word.text) for word in words[-1:])
    return _Class(words, asked_classes(words), plural)


def _fitting(
    question: Question, asked: _Class, sentence: Sentence
) -> Iterator[tuple[Span, dict[str, float]]]:
    """Yield the spans of a sentence that say something new, each with how it fits."""
    classed = members(sentence.words)
    own = {part for n in names(sentence) for part in between_labels(sentence, n.start, n.end)}
    of_class = [
        _member_phrase(m, sentence, asked)
        for m in classed
        if m.classes & asked.known and between_labels(sentence, m.start, m.end)
    ]
    beside = [w for w in sentence.words if _is_any(w, asked.words)]
    terms = [t.word for t in question.terms if t not in _focus(question)]
    said = {w.start for w in sentence.words if _is_any(w, terms)}
    spans = dict.fromkeys([*of_class, *own, *_phrases(asked, sentence, beside, said)])
    known = {*said, *(w.start for w in beside)}
    for span in spans:
        run = [w for w in sentence.words if span.start <= w.start < span.end]
        telling = [w for w in run if w.folded not in STOP_WORDS[w.language]]
        new = [w for w in telling if w.start not in known]
        if is_furniture(run) or not any(len(w.text) > 1 or w.text.isdigit() for w in new):
            continue
        traits = _traits(asked, sentence, span, classed, of_class, beside)
        traits["name"] = float(span in own)
        traits["holds name"] = float(any(span.start <= n.start and n.end <= span.end for n in own))
        traits["length"] = min(len(run), 8) / 8
        traits["new"] = len(new) / len(telling)
        traits["sort"] = _sort(asked, traits)
        yield span, traits


def _member_phrase(member: Member, sentence: Sentence, asked: _Class) -> Span:
    """A member with up to two words that say more of it, which stand before it in English."""
    start, end = _of_agent(member, sentence, asked)
    if not takes_modifiers(member.classes & asked.known):
        return Span(start, end)
    run = next((p for p in noun_phrases(sentence) if p.start <= start < p.end), None)
    around = [w for w in sentence.words if run and run.start <= w.start < run.end]
    if language_of(sentence.document) == "fr":
        behind = takewhile(_tells_more, (w for w in around if w.start >= end))
        return Span(start, max([end, *(w.end for w in islice(behind, _MODIFIERS))]))
    ahead = (w for w in reversed(around) if w.end <= start and not _is_any(w, asked.words))
    before = takewhile(
        lambda w: _tells_more(w) and not _FIGURE_BEFORE.search(sentence.text, 0, w.start), ahead
    )
    return Span(min([start, *(w.start for w in islice(before, _MODIFIERS))]), end)


def _of_agent(member: Member, sentence: Sentence, asked: _Class) -> Span:
    """A member, or what it plays where it is a player: "cricket" of "cricketer".

    Where no part of the word is a member by itself, the word stands ("swimmer").
    """
    start, end = between_labels(sentence, member.start, member.end)[0]
    last = [w for w in sentence.words if start <= w.start < end][-1]
    agent = _AGENT.search(last.text)
    if agent and "sport" in asked.known:
        stem = replace(last, text=last.text[: agent.start()], folded=last.folded[: agent.start()])
        if any(m.classes & asked.known for m in members([stem])):
            return Span(start, last.start + agent.start())
    return Span(start, end)


def _tells_more(word: Word) -> bool:
    """Whether a word beside a member tells more of it: no figure and no nationality does."""
    known = {name for member in members([word]) for name in member.classes}
    return not word.text[0].isdigit() and "nationality" not in known


def _phrases(
    asked: _Class, sentence: Sentence, beside: Sequence[Word], said: Container[int]
) -> Iterator[Span]:
    """The noun phrases, with what is tied to them; with all of a list where several are asked.

    What is tied is left out where it says what the question says, and so is a phrase that says
    nothing else before what is tied to it: "le métier de bûcheron" tells "bûcheron".
    """
    for phrase in noun_phrases(sentence):
        starts = [w.start for w in sentence.words if phrase.start <= w.start < phrase.tied]
        if asked.several and phrase.listed > phrase.tied:
            yield Span(phrase.start, phrase.listed)
        if any(start in said for start in starts if start >= phrase.end):
            yield Span(phrase.start, phrase.end)
        elif any(start not in said for start in starts if start < phrase.end):
            yield Span(phrase.start, phrase.tied)
        yield from _behind_class(beside, sentence, phrase.start, phrase.end)


def _behind_class(
    beside: Sequence[Word], sentence: Sentence, start: int, end: int
) -> Iterator[Span]:
    """What stands behind the class's own word in a phrase: "river Seine"; not "station no. 7"."""
    words = [w for w in sentence.words if start <= w.start < end]
    last = max((i for i, w in enumerate(words) if w in beside), default=-1)
    rest = words[last + 1 :]
    if 0 <= last and rest and len(rest[0].text) > 2 and rest[0].name:
        yield Span(rest[0].start, end)


def _is_any(word: Word, others: Sequence[Word]) -> bool:
    return any(likeness(other, word) >= _ALIKE for other in others)


def _traits(
    asked: _Class,
    sentence: Sentence,
    span: Span,
    classed: Sequence[Member],
    of_class: Sequence[Span],
    beside: Sequence[Word],
) -> dict[str, float]:
    """How a span stands to the class, each 0 or 1."""
    text = sentence.text
    within = [m for m in classed if span.start <= m.start and m.end <= span.end]
    before = [w for w in beside if w.end <= span.start]
    after = [w for w in beside if w.start >= span.end]
    inside = any(span.start <= w.start < span.end for w in beside)
    doing = bool(_DOING.match(text, span.start))
    label = (
        not inside
        and not doing
        and bool(before)
        and bool(_LABEL.fullmatch(text, before[-1].end, span.start))
    )
    apposition = (
        not doing
        and bool(after)
        and bool(_APPOSITION.fullmatch(text, span.end, after[0].start))
        and (text[span.end] != "," or bool(_APPOSED_END.match(text, after[0].end)))
    )
    known = any(m.classes & asked.known for m in within)
    return {
        "label": float(label),
        "apposition": float(apposition),
        "member": float(span in of_class),
        "of class": float(known),
        "other class": float(bool(within) and not known),
        "names class": float(inside),
    }


def _sort(asked: _Class, traits: Mapping[str, float]) -> float:
    """How well a span fits the class by the best of its traits, 0 to 1."""
    fits: dict[str, float] = dict(_FITS)
    plain = _PLAIN_NAME if traits["holds name"] else _PLAIN
    if asked.known:  # then a member is looked for: "a sports club" is no sport
        plain = _OTHER_CLASS if traits["other class"] else _KNOWN_CLASS * plain
        fits["names class"] = _PLAIN
    plain *= 0.5 + 0.5 * traits["new"]
    if is_closed(asked.known):
        for name in ("label", "apposition"):
            fits[name] *= _UNKNOWN_MEMBER
    return max(plain, *(fit for name, fit in fits.items() if traits[name]), 0.0)


def _apart(
    spans: Iterator[tuple[Span, dict[str, float]]],
) -> Iterator[tuple[Span, dict[str, float]]]:
    """The spans that fit best, none of which overlap, in order; of equals the longest."""
    ranked = sorted(spans, key=lambda each: (-each[1]["sort"], each[0].start - each[0].end))
    kept: list[tuple[Span, dict[str, float]]] = []
    for span, traits in ranked:
        if all(span.end <= other.start or other.end <= span.start for other, _ in kept):
            kept.append((span, traits))
    return iter(sorted(kept, key=lambda each: each[0]))
