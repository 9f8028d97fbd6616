"""Why two positions differ, in the answer's language, from the evidence that the rules went by."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from rag.answer import Language
from rag.claims import Claim
from rag.differences import moment, qualifiers
from rag.phrases import phrases
from rag.positions import Position, corrected
from rag.reading import language_of
from rag.relate import Relation
from rag.subject import Subject
from rag.wording import capital, say_day, say_days, say_of, say_source
from rag.written import told_past

_MARKS = ' .«»“”"'
_LONG_ANCHOR = 100  # characters of an anchor that an explanation quotes


@dataclass(frozen=True)
class Explainer:
    """Explains how positions relate, in one language."""

    held: Sequence[Position]
    language: Language

    def first_is_later(self, relation: Relation) -> bool:
        """Return whether the first of two positions corrects the second, or is the later report."""
        first, second = self.held[relation.a], self.held[relation.b]
        if told := corrected(first, second):
            return told[0] in first.witnesses
        a, b = first.lead.document.published_at, second.lead.document.published_at
        return bool(a and b and moment(a) > moment(b))

    def why(self, relation: Relation) -> str:
        """Return what differs between two positions, and why that is of its kind."""
        first, second = self.held[relation.a], self.held[relation.b]
        a, b = first.lead, second.lead
        if relation.ground == "corrected":
            b, a = corrected(first, second) or (b, a)
        elif relation.kind == "update" and self.first_is_later(relation):
            a, b = b, a
        details = self._details("a", a) | self._details("b", b)
        if relation.ground in ("year_untold", "year_excluded"):
            details |= self._year(a, b)
        one = a.document.id == b.document.id  # of one document, it is the people who differ
        alternatives = phrases(self.language).alternatives
        for side, words in zip("ab", relation.verdict.evidence, strict=True):
            details[f"{side}_by"] = details[f"{side}_holder" if one else f"{side}_source"]
            details[f"{side}_about"] = alternatives.get(words, words) or details[f"{side}_source"]
        phrase = phrases(self.language).why[self._ground(relation)]
        return capital(phrase.format(unsure=self._unsure(relation, a, b), **details))

    def _ground(self, relation: Relation) -> str:
        if relation.ground != "subject":
            return relation.ground
        if relation.verdict.same:
            return "document"
        doubtful = relation.verdict.reason in ("dates", "places") and not relation.verdict.sure
        return f"maybe_{relation.verdict.reason}" if doubtful else relation.verdict.reason

    def _unsure(self, relation: Relation, a: Claim, b: Claim) -> str:
        dated = a.document.published_on and b.document.published_on
        doubtful = not relation.verdict.sure and not dated and a.subject.event is not None
        return phrases(self.language).unsure if doubtful else ""

    def _year(self, a: Claim, b: Claim) -> dict[str, str]:
        """What an explanation may say of two dates of which only one names its year."""
        dated, bare = (a, b) if a.value and a.value.unit == "day" else (b, a)
        told = told_past(bare.document, language_of(bare.document))
        when = say_days(told.low, told.high, self.language) if told else ""
        return {
            "dated": dated.answer.strip(_MARKS),
            "bare": bare.answer.strip(_MARKS),
            "bare_source": say_source(bare.document, self.language, aside=True),
            "of_told": say_of(when, self.language) if when else "",
        }

    def _details(self, side: str, claim: Claim) -> dict[str, str]:
        """What an explanation may say of one side of a disagreement."""
        language, about = self.language, claim.subject
        source = say_source(claim.document, language)
        when = say_days(*about.when, language) if about.when and about.stated else source
        return {
            side: claim.answer.strip(_MARKS),
            f"{side}_when": when,
            f"{side}_sites": ", ".join(sorted(site.title() for site in about.sites)),
            f"{side}_anchor": shorten(about.anchor or "", _LONG_ANCHOR, placeholder="…"),
            f"{side}_published": say_day(about.published, language) if about.published else source,
            f"{side}_source": say_source(claim.document, language, to_the_minute=True),
            f"{side}_how": ", ".join(sorted(qualifiers(claim))) or phrases(language).as_is,
            f"{side}_holder": claim.speaker or source,
        }


def say_subject(subject: Subject, language: Language) -> str | None:
    """Return what a claim is about in words ("call of 16 October 2025"), None when unknown.

    The day alone, where the question tells of it by a verb ("did they call").
    """
    if subject.event is None:
        return None
    if subject.name is None:
        return say_days(*subject.when, language) if subject.when and subject.stated else None
    if subject.when and subject.stated:
        kind, when = "dated", say_days(*subject.when, language)
    elif subject.published:
        kind, when = "reported", say_day(subject.published, language)
    else:
        return None
    return (
        phrases(language)
        .subject[kind]
        .format(event=subject.name, when=when, of_when=say_of(when, language))
    )
