"""The answer's wording: positions in short sentences, each with its citations.

Every sentence is a fixed phrase filled with what stands in verified claims, so the answer can say
nothing that no source says; the guard checks that all the same. Where the languages differ, a
value is said in the answer's language and the original words follow in quotation marks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.advice import Adviser
from rag.answer import Citation, Disagreement, Language, Position, Sentence
from rag.claims import Claim
from rag.credit import credit, role_of, say_sources, say_speaker, spoken
from rag.explain import Explainer, say_subject
from rag.guard import unsupported
from rag.phrases import Phrases, phrases
from rag.positions import Position as Held
from rag.question import Question
from rag.relate import OPPOSED, Relation
from rag.saying import Saying
from rag.values.value import Value
from rag.voice import voice
from rag.wording import capital, say_language, say_source, typed

_FULL = 4  # passages that are quoted; of more, the sources are named


@dataclass(frozen=True)
class Composer:
    """Words the answer to one question from its positions and their relations.

    Where it is to be `credited`, it is told of the first answer, too, whose word it is.
    """

    question: Question
    language: Language
    held: Sequence[Held]
    relations: Sequence[Relation]
    adviser: Adviser | None = None
    credited: bool = False

    @property
    def _phrases(self) -> Phrases:
        return phrases(self.language)

    @property
    def _saying(self) -> Saying:
        return Saying(self.question, self.language)

    @property
    def _explainer(self) -> Explainer:
        return Explainer(self.held, self.language)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """One citation for each distinct quote, numbered in the order of the positions."""
        return tuple(
            cite(n, claim, self.number(claim.copy_of) if claim.copy_of else None)
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
                speaker=claim.speaker if (claim := spoken(held)) else None,
                role=role_of(held),
                subject=say_subject(held.lead.subject, self.language) or held.lead.about,
                citations=self._numbers(held),
            )
            for held in self.held
        )

    @cached_property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """How the positions differ, in the order of the positions."""
        return tuple(
            Disagreement(kind=r.kind, positions=(r.a, r.b), explanation=self._explainer.why(r))
            for r in self.relations
        )

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """One sentence for each position, or the one that says that nothing answers.

        Further passages of a long answer share one. Where the guard objects to a sentence, the
        quote alone takes its place: no position is lost. A last one tells of a question whose
        language is neither of the two.
        """
        full = [i for i in range(len(self.held)) if not self._is_further(i)]
        told = [
            Sentence(text=self._guarded(i, self.held[i]), citations=self._numbers(self.held[i]))
            for i in full
        ]
        if len(full) < len(self.held):
            told.append(self._see_also([h for i, h in enumerate(self.held) if i not in full]))
        if not told:
            told = [Sentence(text=self._phrases.no_evidence.rstrip("."), citations=())]
        if other := self.question.other_language:
            said = self._phrases.foreign.format(language=say_language(other, self.language))
            told.append(Sentence(text=said.rstrip("."), citations=()))
        return tuple(told)

    def _numbers(self, held: Held) -> tuple[int, ...]:
        return tuple(sorted({self.number(claim) for claim in held.claims}))

    def number(self, claim: Claim) -> int:
        """Return the number of the citation that a claim of these positions rests on."""
        return list(self._cited).index(_place(claim)) + 1

    def _guarded(self, index: int, held: Held) -> str:
        text = self._sentence(index, held)
        if not unsupported(text, held.claims, self.language):
            return (self._reworded(text, held) if index == 0 else None) or text
        said = self._phrases.further["says"].format(
            source=say_source(held.lead.document, self.language),
            answer=self._phrases.quoted.format(text=held.lead.quote.strip()),
        )
        return capital(said)

    def _reworded(self, text: str, held: Held) -> str | None:
        """What the adviser makes of the leading sentence, if the guard has nothing against it.

        The others keep the forms that tell how they relate to it.
        """
        if self.adviser is None:
            return None
        said = self.adviser.reword(self.question, text, held.claims, self.language)
        return said if said and not unsupported(said, held.claims, self.language) else None

    def _is_further(self, index: int) -> bool:
        """Whether a long answer only points to a position: a passage in no relation to others."""
        related = any(index in (r.a, r.b) for r in self.relations)
        return index >= _FULL and not related and self._saying.is_sentence(self.held[index].lead)

    def _see_also(self, further: Sequence[Held]) -> Sentence:
        sources = say_sources([held.lead for held in further], self.language)
        return Sentence(
            text=self._phrases.further["see_also"].format(source=sources),
            citations=tuple(sorted({n for held in further for n in self._numbers(held)})),
        )

    def _sentence(self, index: int, held: Held) -> str:
        claim = held.lead
        said = self._saying.answer(claim, brief=index > 0)
        if index == 0:
            real = any(r.kind in OPPOSED for r in self.relations if 0 in (r.a, r.b))
            named = real or self.credited
            yes_no = self._yes_no("first" if named else "says", held)
            return capital(yes_no + said + self._credit(index, held, with_source=named))
        manner = self._manner(index, claim)
        return capital(
            self._phrases.further[manner].format(
                source=self._voiced(held),
                answer=self._yes_no(manner, held) + said,
                by=self._credit(index, held, with_source=True),
                subject=self._about(claim),
            )
        )

    def _voiced(self, held: Held) -> str:
        """The source of a sentence, behind its author where one person speaks throughout."""
        lead = held.lead
        own = voice(lead.document, lead.sentence.start + lead.at.start)
        source = say_source(lead.document, self.language, aside=own is not None)
        return own + self._phrases.found_in.format(sources=source) if own else source

    def _yes_no(self, manner: str, held: Held) -> str:
        """The yes or no that a position opens with; of two that differ alike, the first's says it.

        A quotation that names its speaker is that one's yes or no, where no source is named behind.
        """
        asked = self.question.asks_any_word  # it is theirs that they spoke, not that they did so
        whose = manner == "says" and self._is_named(held) and not asked
        name = say_speaker(held, self.language, with_role=False) if whose else None
        by = self._phrases.said_by.format(name=name) if name else ""
        yes_no = self._saying.yes_no(held.lead, by)
        if manner in ("first", "says") or not yes_no:
            return yes_no
        if self.question.checked is None or manner == "reverse":
            return yes_no.lower()
        again = manner in ("contradiction", "again") and yes_no == self._first_yes_no
        return "" if again else f"{yes_no.lower().rstrip(' :')}, "

    @property
    def _first_yes_no(self) -> str:
        return self._saying.yes_no(self.held[0].lead)

    def _credit(self, index: int, held: Held, *, with_source: bool) -> str:
        """Whose word it is; a quoted sentence names its speaker itself, a role is told once."""
        claim = spoken(held)
        known = {earlier.speaker for h in self.held[:index] if (earlier := spoken(h))}
        return credit(
            held,
            self.language,
            with_speaker=self.question.asks != "identity" and not self._is_named(held),
            with_source=with_source,
            with_role=claim is None or claim.speaker not in known,
        )

    def _is_named(self, held: Held) -> bool:
        """Whether what is said of a position names its speaker."""
        claim = spoken(held)
        name = claim.speaker if claim else None
        return name is not None and name.split()[-1] in self._saying.answer(held.lead)

    def _manner(self, index: int, claim: Claim) -> str:
        """How a further position is brought in, by its relation to the first."""
        relation = self._to_first(index)
        if relation is None:
            return "says" if self._saying.is_sentence(claim) else "none"
        if relation.kind == "different_subject" and not relation.verdict.sure:
            return "maybe_different"
        if relation.kind == "update" and not self._explainer.first_is_later(relation):
            return "updated"
        if relation.kind == "contradiction" and self._reverses(claim):
            return "reverse"
        if relation.kind == "precision":
            return "rougher" if _is_rougher(claim.value, self.held[0].lead.value) else "finer"
        before = (self._to_first(i) for i in range(1, index))
        again = any(r is not None and r.kind == "contradiction" for r in before)
        return "again" if relation.kind == "contradiction" and again else relation.kind

    def _reverses(self, claim: Claim) -> bool:
        """Whether a claim says no where the first says yes, or the other way round."""
        if self.question.checked is None:
            return self.question.asks == "yes_no"
        return "" != self._saying.yes_no(claim) != self._first_yes_no != ""

    def _to_first(self, index: int) -> Relation | None:
        return next((r for r in self.relations if (r.a, r.b) == (0, index)), None)

    def _about(self, claim: Claim) -> str:
        subject = say_subject(claim.subject, self.language)
        return f" ({subject})" if subject else ""


def _is_rougher(value: Value | None, first: Value | None) -> bool:
    """Whether a value says less than the first one does."""
    if value is None or first is None:
        return False
    if "relative" in (value.unit, first.unit):
        return value.unit == "relative"
    vague = value.hedge in ("several", "range") or value.high - value.low > first.high - first.low
    return vague or (value.hedge != "exact" and first.hedge == "exact")


def _place(claim: Claim) -> tuple[str, int, int]:
    return claim.document.id, claim.start, claim.end


def worded(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """Return the text of an answer, sentence by sentence; joined they are the answer."""
    told = (
        sentence.text + "".join(f" [{n}]" for n in sentence.citations) + "."
        for sentence in sentences
    )
    return tuple(text if i == 0 else f" {text}" for i, text in enumerate(told))


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
