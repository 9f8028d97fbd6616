"""Between whom a talk or a meeting was: one of Ann and Carol is none of Ann and Bob.

A question that names two who talked or met asks of that event. A text that tells of another tells,
where it names the event, who was in it.
"""

from collections.abc import Sequence
from dataclasses import replace

from rag.attribution import attributions
from rag.candidates import Candidate
from rag.names import names
from rag.question import Question
from rag.reading import Reading, Sentence
from rag.subject import is_person
from rag.words import SAME_NAME, Word, likeness

_JOINT = frozenset({"call", "meeting", "negotiation"})


def between(
    question: Question, readings: Sequence[Reading], found: Sequence[Sequence[Candidate]]
) -> list[list[Candidate]]:
    """Return the candidates, document by document, that are not of an event of other people."""
    event = any(term.word.concepts & _JOINT for term in question.terms)
    asked = _last_names(question, readings) if event else []
    if len(asked) != 2:
        return [list(its) for its in found]
    kept = []
    for reading, its in zip(readings, found, strict=True):
        others = _of_others(asked, reading)
        kept.append([c for c in its if c.sentence.start not in others])
    return kept


def _last_names(question: Question, readings: Sequence[Reading]) -> list[Word]:
    """The last word of each name of a person in the question, be it in small letters."""
    texts = [reading.document.text for reading in readings]
    return [
        replace(word, name=True)
        for word in (term.word for term in question.terms)
        if any(is_person(word.text[:1].upper() + word.text[1:], text) for text in texts)
    ]


def _of_others(asked: Sequence[Word], reading: Reading) -> frozenset[int]:
    """Where the sentences begin that tell of an event which one of the two had with another.

    Who was in it stands there, or where the event was named before.
    """
    found, with_another = set(), False
    for told in reading.sentences:
        people = _people(told, reading) if _tells_of_joint(told) else []
        there = [any(_is(name, word) for word in told.words) for name in asked]
        others = [n for n in people if not any(_is(name, word) for name in asked for word in n)]
        if all(there) or (people and not others):
            with_another = False
        elif others and any(there):
            with_another = True
        if with_another:
            found.add(told.start)
    return frozenset(found)


def _tells_of_joint(sentence: Sentence) -> bool:
    return any(word.concepts & _JOINT for word in sentence.words)


def _people(sentence: Sentence, reading: Reading) -> list[list[Word]]:
    """The people whom a sentence names, but for who is only its source."""
    sources = [a for a in attributions(sentence.text, reading.language) if a.covers_before]
    return [
        [word for word in sentence.words if name.start <= word.start < name.end]
        for name in names(sentence)
        if (name.kind == "person" and " " in name.text)
        or is_person(name.text, reading.document.text)
        if not any(one.start <= name.start < one.end for one in sources)
    ]


def _is(name: Word, word: Word) -> bool:
    return word.name and likeness(name, word) >= SAME_NAME
