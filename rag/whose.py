"""Whose word a question asks for ("selon la police ?", "what does the mayor think?"), and what is.

What somebody else says does not answer such a question. A holder is asked for by name, or by what
they are; the documents tell who is what ("le préfet, Jean Arban").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.document import Span
from index.lexical import STOP_WORDS
from rag.answer import Language
from rag.attribution import attributions
from rag.classes import is_member
from rag.cues import cue
from rag.holders import bare_of, head_of, is_name, is_pronoun, tidy, who
from rag.names import Name, names
from rag.reading import Reading, Sentence, analyse_words
from rag.roles import is_counterpart, role
from rag.speaker import speaker
from rag.speech import before
from rag.wills import Teller, Will, tells_will, who_wills
from rag.words import Word, is_named

_SEVERAL = ("people", "men")  # plurals without an s
_JOINED = re.compile(r" (?:et|ou|and|or) ")
_AND = re.compile(rf",?{_JOINED.pattern}|, ")


@dataclass(frozen=True, slots=True)
class Holder:
    """One who says something, as a phrase names them."""

    phrase: str
    language: Language

    @property
    def named(self) -> bool:
        """Whether the phrase is a proper name."""
        return is_name(self.phrase, self.language)

    @property
    def words(self) -> tuple[Word, ...]:
        """The words that carry the phrase, at least one where it holds any."""
        found = analyse_words(self.phrase, self.language)
        return tuple(w for w in found if w.folded not in STOP_WORDS[self.language]) or found[-1:]

    @property
    def several(self) -> bool:
        """Whether the phrase is of several: "experts", "les riverains"."""
        noun = self.telling.text
        return not self.named and noun.endswith(("s", "x", *_SEVERAL)) and noun[-2:] != "ss"

    @property
    def telling(self) -> Word:
        """The word that tells who it is: the last of a name, the noun of what they are."""
        if self.named:
            return self.words[-1]
        core = head_of(self.phrase, self.language).split()
        noun = core[-1 if self.language == "en" else 0] if core else ""
        return next((word for word in self.words if word.text == noun), self.words[0])

    def is_same(self, other: "Holder") -> bool:
        """Whether two phrases name the same: by their last name, or by what they are.

        "La présidente russe" is "la présidente", and not "la présidente belge". Across languages
        two words do beside other nouns: "the national air force", "l'armée de l'air".
        """
        if self.named and other.named:
            return is_named(self.telling, other.words) or is_named(other.telling, self.words)
        if self.named or other.named:
            return False
        alike = [word for word in self.words if is_named(word, other.words)]
        if is_named(self.telling, [other.telling]):
            return len(alike) > 1 or 1 in (len(self.words), len(other.words))
        if is_counterpart(self.phrase) or is_counterpart(other.phrase):
            return bool(alike)
        return self.language != other.language and len(alike) > 1

    def is_told_of(self, words: Sequence[Word]) -> bool:
        """Return whether words name them, two of a long phrase: "forces" is no "air force"."""
        least = 2 if len(self.words) > 2 and not self.named else 1
        met = sum(is_named(word, words) for word in self.words)
        return is_named(self.telling, words) and met >= least


def asked_holders(text: str, language: Language) -> tuple[Holder, ...]:
    """Return those whose word or will a question asks for; none where anybody's will do."""
    if willing := who_wills(text, language):
        return (Holder(willing, language),)
    at = where_asked(text, language)
    phrases = _phrases(text[at.start : at.end]) if at else []
    found = [tidy(phrase, language) for phrase in phrases if not is_pronoun(phrase, language)]
    if any(cue("nobody").fullmatch(bare_of(phrase, language)) for phrase in phrases):
        return ()
    holders = (Holder(phrase, language) for phrase in found if phrase)
    return tuple(holder for holder in holders if holder.words)


def _phrases(text: str) -> list[str]:
    """Those named together, each once: "Ann Hill, the mayor," is one."""
    found = _AND.split(text.rstrip(","))
    apposed = text.endswith(",") and not _JOINED.search(text)
    return found[:1] if apposed else found


def where_asked(text: str, language: Language) -> Span | None:
    """Return where a question names those whose word it asks for, None where it does not."""
    one = re.compile(who(language))
    for lead in before(language).finditer(text):
        if first := one.match(text, lead.end()):
            last = first
            while (joined := _AND.match(text, last.end())) and (
                more := one.match(text, joined.end())
            ):
                last = more
            return Span(first.start(), last.end())
    asked = cue("holders").search(text)
    told = [asked.span(name) for name, found in asked.groupdict().items() if found] if asked else []
    return Span(*told[0]) if told else None


@dataclass(frozen=True)
class Whose:
    """Tells of what documents say whether it is the word of those who are asked for.

    Or, for a `will`, that of theirs, which others may tell as well: "the union wants 5%, he said".
    """

    asked: tuple[Holder, ...]
    readings: Sequence[Reading]
    will: Will | None = None

    def of(self, sentence: Sentence, at: Span | None) -> frozenset[Holder]:
        """Return whose word of these a part of a sentence may be; any part of it, for None.

        It is theirs where they are said to say so. Where nobody is, it may be where they are named:
        in the sentence, for a figure or a pronoun in the one before it, or as those whose document
        it is: by its publisher, or by its title ("the report"), if not asked for by name.
        """
        reading, said_by = self._said_by(sentence, at)
        if said_by or self.will:
            return frozenset(h for h in self.asked if self._is_theirs(h, sentence, said_by))
        index = reading.sentences.index(sentence)
        opening = sentence.words[0].text if sentence.words else ""
        before = at is not None or is_pronoun(opening, reading.language)
        near = reading.sentences[max(0, index - before) : index + 1]
        by = analyse_words(reading.document.publisher or "", reading.language)
        around = [*(word for one in near for word in one.words), *by]
        whole = [*around, *reading.title]
        return frozenset(h for h in self.asked if h.is_told_of(around if h.named else whole))

    def can_be(self, sentence: Sentence, at: Span | None) -> bool:
        """Return whether a part of a sentence is the word of somebody who might be one of these.

        Those asked for by what they are might be anybody of whom no document tells what they are.
        """
        if any(holder.named for holder in self.asked):
            return False
        _, said_by = self._said_by(sentence, at)
        known = any(not by.named or self._roles(by.phrase) for by in said_by)
        return bool(said_by) and not known

    def _said_by(self, sentence: Sentence, at: Span | None) -> tuple[Reading, list[Holder]]:
        """The reading of a sentence, and whom it names as saying the part."""
        reading = next(r for r in self.readings if r.document.id == sentence.document.id)
        told = [speaker(reading, sentence, at)]
        if at is None:
            found = attributions(sentence.text, reading.language)
            told += [tidy(one.who, reading.language) for one in found]
        return reading, [Holder(name, reading.language) for name in told if name]

    def _is_one(self, asked: Holder, by: Holder) -> bool:
        """Whether a holder is the one asked for, in other words or by what the documents tell."""
        if asked.is_same(by):
            return True
        if not by.named:
            roles = [role for name in self._called(asked) for role in self._roles(name)]
            fuller = [r for r in roles if len(r.words) > 1 and is_named(r.telling, [by.telling])]
            return any(by.is_same(role) for role in fuller or roles)
        if asked.named and asked in self._persons:
            return False
        return any(
            is_named(asked.telling, role.words) if asked.named else asked.is_same(role)
            for role in self._roles(by.phrase)
        )

    def _is_theirs(self, asked: Holder, sentence: Sentence, said_by: Sequence[Holder]) -> bool:
        """Whether it is the word of one asked for; of a will, whether it is theirs."""
        says = any(self._is_one(asked, by) for by in said_by)
        if not self.will:
            return says
        own = (*asked.words, *self._state(asked))
        teller: Teller = "self" if says else "other" if said_by else "document"
        return tells_will(sentence, own, self.will, named=asked.named, teller=teller)

    def _state(self, asked: Holder) -> tuple[Word, ...]:
        """The words for the state of one who speaks for it: "russe" of "le président russe"."""
        roles = [r for name in self._called(asked) for r in self._roles(name)]
        heads = (r for r in roles if cue("head_of_state").search(r.phrase))
        return tuple(
            w for r in heads for w in r.words if is_member(w.text, "nationality", r.language)
        )

    def _roles(self, name: str) -> tuple[Holder, ...]:
        """What the documents say that somebody is whom they name so; they are read for it once."""
        if name not in self._known:
            told = ((role(name, r.sentences[0]), r.language) for r in self.readings)
            self._known[name] = tuple(Holder(words, language) for words, language in told if words)
        return self._known[name]

    @cached_property
    def _known(self) -> dict[str, tuple[Holder, ...]]:
        """The roles of those who were asked after before."""
        return {}

    def _called(self, asked: Holder) -> frozenset[str]:
        """How the documents name one who is asked for by name."""
        return frozenset(name.text for one, name in self._met if one == asked)

    @cached_property
    def _persons(self) -> frozenset[Holder]:
        """Those asked for by name who are persons, since a document gives their first name."""
        return frozenset(one for one, name in self._met if " " in name.text)

    @cached_property
    def _met(self) -> tuple[tuple[Holder, Name], ...]:
        """Those asked for by name, with the names by which the documents call them."""
        asked = [holder for holder in self.asked if holder.named]
        return tuple(
            (holder, name)
            for reading in self.readings
            for sentence in (reading.sentences if asked else ())
            for name in names(sentence)
            for holder in asked
            if holder.is_same(Holder(name.text, reading.language))
        )
