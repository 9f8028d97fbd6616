"""The answer's wording: positions in short sentences, each with its citations, and why they differ.

Every sentence is a fixed phrase filled with what stands in verified claims, so the answer can say
nothing that no source says. Where the languages differ, a value is said in the answer's language
and the original words follow in quotation marks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import shorten

from rag.answer import Citation, Disagreement, Language, Position, Sentence
from rag.claims import Claim
from rag.differences import moment, qualifiers
from rag.phrases import Phrases, phrases
from rag.positions import Position as Held
from rag.positions import denies
from rag.question import Question
from rag.reading import language_of
from rag.relate import Relation
from rag.subject import Subject
from rag.wording import say_day, say_days, say_of, say_source, say_value, typed

_LONG_ANCHOR = 100  # characters of an anchor that an explanation quotes


@dataclass(frozen=True)
class Composer:
    """Words the answer to one question from its positions and their relations."""

    question: Question
    language: Language
    held: Sequence[Held]
    relations: Sequence[Relation]

    @property
    def _phrases(self) -> Phrases:
        return phrases(self.language)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """One citation for each distinct quote, numbered in the order of the positions."""
        return tuple(
            cite(n, claim, self._number(claim.copy_of) if claim.copy_of else None)
            for n, claim in enumerate(self._cited.values(), start=1)
        )

    @cached_property
    def _cited(self) -> dict[tuple[str, int, int], Claim]:
        distinct: dict[tuple[str, int, int], Claim] = {}
        for held in self.held:
            for claim in held.claims:
                distinct.setdefault(_place(claim), claim)
        return distinct

    @cached_property
    def positions(self) -> tuple[Position, ...]:
        """The positions as the contract gives them: answers in the documents' own words."""
        return tuple(
            Position(
                answer=held.lead.answer,
                value=typed(held.lead.value),
                speaker=next((c.speaker for c in _by_score(held) if c.speaker), None),
                subject=say_subject(held.lead.subject, self.language),
                citations=self._numbers(held),
            )
            for held in self.held
        )

    @cached_property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """How the positions differ, in the order of the positions."""
        return tuple(
            Disagreement(kind=r.kind, positions=(r.a, r.b), explanation=self._why(r))
            for r in self.relations
        )

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """One sentence for each position, or the one that says that nothing answers."""
        if not self.held:
            return (Sentence(text=self._phrases.no_evidence.rstrip("."), citations=()),)
        return tuple(
            Sentence(text=self._sentence(i), citations=self._numbers(held))
            for i, held in enumerate(self.held)
        )

    @property
    def pieces(self) -> tuple[str, ...]:
        """The answer's text, sentence by sentence; joined they are the answer."""
        worded = (
            sentence.text + "".join(f" [{n}]" for n in sentence.citations) + "."
            for sentence in self.sentences
        )
        return tuple(text if i == 0 else f" {text}" for i, text in enumerate(worded))

    def _numbers(self, held: Held) -> tuple[int, ...]:
        return tuple(sorted({self._number(claim) for claim in held.claims}))

    def _number(self, claim: Claim) -> int:
        return list(self._cited).index(_place(claim)) + 1

    def _sentence(self, index: int) -> str:
        claim = self.held[index].lead
        answer = self._answer(claim)
        speaker = self._speaker(claim)
        if index == 0:
            return _capital(self._yes_no(claim) + answer + speaker)
        relation = next((r for r in self.relations if (r.a, r.b) == (0, index)), None)
        return _capital(
            self._phrases.further[self._manner(relation, claim)].format(
                source=say_source(claim.document, self.language),
                answer=self._yes_no(claim) + answer,
                speaker=speaker,
                subject=self._about(claim),
            )
        )

    def _manner(self, relation: Relation | None, claim: Claim) -> str:
        if relation is None:
            return "says" if self._is_sentence(claim) else "none"
        if relation.kind == "different_subject" and not relation.verdict.sure:
            return "maybe_different"
        if relation.kind == "update" and not self._first_is_later(relation):
            return "updated"
        return relation.kind

    def _first_is_later(self, relation: Relation) -> bool:
        a, b = (self.held[i].lead.document.published_at for i in (relation.a, relation.b))
        return bool(a and b and moment(a) > moment(b))

    def _yes_no(self, claim: Claim) -> str:
        if self.question.asks != "yes_no":
            return ""
        word = self._phrases.no if denies(self.question, claim) else self._phrases.yes
        return f"{word} : " if self.language == "fr" else f"{word}: "

    def _answer(self, claim: Claim) -> str:
        """The answer in the answer's language; whole sentences are quoted as they stand."""
        own = claim.answer.strip(" .")
        if claim.value is None:
            short = len(own.split()) <= 6 and self.question.asks in (
                "person",
                "place",
                "organisation",
            )
            if short or own[0] in '«“"':
                return own
            return self._phrases.quoted.format(text=own)
        if language_of(claim.document) == self.language:
            return _uncapital(own, claim) + self._which_day(claim)
        said = say_value(claim.value, self.question, self.language)
        original = self._phrases.quoted.format(text=own)
        return f"{said} ({original})" if said and said != own else said or original

    def _is_sentence(self, claim: Claim) -> bool:
        """Whether the answer is a whole quoted sentence rather than a value or a name."""
        return claim.value is None and len(claim.answer) > 0.8 * len(claim.sentence.text)

    def _speaker(self, claim: Claim) -> str:
        """ ", according to …"; a body named in another language is quoted, a person is not."""
        name = claim.speaker
        if (
            not name or self.question.asks == "identity" or self._is_sentence(claim)
        ):  # a quoted sentence names its speaker itself
            return ""
        if language_of(claim.document) != self.language and name[0].islower():
            name = self._phrases.quoted.format(text=name)
        return self._phrases.speaker.format(name=name)

    def _which_day(self, claim: Claim) -> str:
        """The day that a date in relative words stands for: "hier (3 juin 2024)"."""
        value = claim.value
        relative = value and value.day and not any(c.isdigit() for c in claim.answer)
        if not value or not relative or value.high - value.low > 7:
            return ""
        return f" ({say_days(value.low, value.high, self.language)})"

    def _about(self, claim: Claim) -> str:
        subject = say_subject(claim.subject, self.language)
        return f" ({subject})" if subject else ""

    def _why(self, relation: Relation) -> str:
        a, b = (self.held[i].lead for i in (relation.a, relation.b))
        if relation.kind == "update" and self._first_is_later(relation):
            a, b = b, a
        ground: str = relation.ground
        if ground == "subject":
            ground = "document" if relation.verdict.same else relation.verdict.reason
            if ground == "dates" and not relation.verdict.sure:
                ground = "maybe_dates"
        dated = a.document.published_on and b.document.published_on
        doubtful = not relation.verdict.sure and not dated and a.subject.event is not None
        unsure = self._phrases.unsure if doubtful else ""
        details = self._details("a", a) | self._details("b", b)
        for side, words in zip("ab", relation.verdict.evidence, strict=True):
            details[f"{side}_about"] = self._phrases.quoted.format(text=words)
        for side in "ab":  # of one document, it is the people who differ
            one = a.document.id == b.document.id
            details[f"{side}_by"] = details[f"{side}_holder" if one else f"{side}_source"]
        return self._phrases.why[ground].format(unsure=unsure, **details)

    def _details(self, side: str, claim: Claim) -> dict[str, str]:
        """What an explanation may say of one side of a disagreement."""
        language, about = self.language, claim.subject
        source = say_source(claim.document, language)
        return {
            side: claim.answer.strip(' .«»“”"'),
            f"{side}_when": say_days(*about.when, language)
            if about.when and about.stated
            else source,
            f"{side}_sites": ", ".join(sorted(site.title() for site in about.sites)),
            f"{side}_anchor": shorten(about.anchor or "", _LONG_ANCHOR, placeholder="…"),
            f"{side}_published": say_day(about.published, language) if about.published else source,
            f"{side}_source": say_source(claim.document, language, to_the_minute=True),
            f"{side}_how": ", ".join(sorted(qualifiers(claim))) or self._phrases.as_is,
            f"{side}_holder": claim.speaker or source,
        }


def _by_score(held: Held) -> list[Claim]:
    return sorted(held.claims, key=lambda claim: -claim.score)


def _uncapital(text: str, claim: Claim) -> str:
    """The answer as it stands within a sentence: "Nine people" that opened its own."""
    opens = claim.at.start == 0 and claim.value is not None and claim.value.kind != "date"
    return text[0].lower() + text[1:] if opens and text[1:2].islower() else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _place(claim: Claim) -> tuple[str, int, int]:
    return claim.document.id, claim.start, claim.end


def cite(number: int, claim: Claim, copy_of: int | None = None) -> Citation:
    """Return the citation of a claim's quote; `copy_of` is the number of the one it repeats."""
    document = claim.document
    return Citation(
        number=number,
        document_id=document.id,
        document_title=document.title,
        source=document.source,
        publisher=document.publisher,
        published_at=document.published_at,
        passage_id=claim.passage_id,
        quote=claim.quote,
        start=claim.start,
        end=claim.end,
        page=document.page_at(claim.start),
        copy_of=copy_of,
    )


def say_subject(subject: Subject, language: Language) -> str | None:
    """Return what a claim is about in words ("call of 16 October 2025"), None when unknown."""
    if subject.event is None:
        return None
    if subject.when and subject.stated:
        kind, when = "dated", say_days(*subject.when, language)
    elif subject.published:
        kind, when = "reported", say_day(subject.published, language)
    else:
        return None
    return (
        phrases(language)
        .subject[kind]
        .format(event=subject.event, when=when, of_when=say_of(when, language))
    )
