"""Who is heard on a question, and what of it stands: claims verified, merged and counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.document import Hit
from rag.advice import Adviser
from rag.answer import Language
from rag.claims import Claim, meets, verify
from rag.question import Question
from rag.reading import read
from rag.subject import fits
from rag.writers.writer import Proposal, Remark, Writer


@dataclass
class Heard:
    """Who is heard on a question: the writers in turn, and a model where the rules are undecided.

    `remarks` are what to tell of them beside the answer; `claims` and `dropped` what they said, as
    far as that stands.
    """

    writers: Sequence[Writer]
    adviser: Adviser | None = None
    remarks: list[Remark] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    dropped: int = 0

    def note(self, language: Language) -> str | None:
        """Return the remarks as one text, None where there are none."""
        said = [remark.fr if language == "fr" else remark.en for remark in self.remarks]
        return " ".join(said) or None

    def verified(self, question: Question, hits: Sequence[Hit]) -> Iterator[Claim]:
        """Yield the verified claims that fit the question; what two writers say counts once."""
        readings = read(hits)
        for writer in self.writers:
            before = len(self.claims)
            for claim in verify(self._proposed(writer, question, hits), question, readings):
                if claim is None:
                    self.dropped += 1
                elif fits(claim.subject, claim.value, question) and not self._joined(claim, before):
                    self.claims.append(claim)
                    yield claim

    def _proposed(
        self, writer: Writer, question: Question, hits: Sequence[Hit]
    ) -> Iterator[Proposal]:
        for found in writer.proposals(question, hits):
            if isinstance(found, Remark):
                self.remarks.append(found)
            else:
                yield found

    def _joined(self, claim: Claim, before: int) -> bool:
        """Whether an earlier writer said so: the claim then takes over what only this one knows."""
        for i, known in enumerate(self.claims[:before]):
            if meets(known, claim):
                self.claims[i] = replace(
                    known,
                    speaker=known.speaker or claim.speaker,
                    about=known.about or claim.about,
                )
                return True
        return False
