"""Who is heard on a question, and what of it stands: claims verified, merged and counted."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.document import Hit
from rag.advice import Adviser
from rag.answer import Language
from rag.claims import Claim, answers, meets, verify
from rag.errors import WriterSlow, WriterUnavailable
from rag.paired import Relating
from rag.question import Question
from rag.reading import read
from rag.writers.writer import Proposal, Remark, Writer

logger = logging.getLogger(__name__)


@dataclass
class Heard:
    """Who is heard on a question: the writers in turn, and a model where the rules are undecided.

    A writer that has nothing to say is taken out, so that the last of `writers` is who answered.
    `remarks` are what to tell of them beside the answer; `claims` and `dropped` what they said, as
    far as that stands. Where a model fails or takes too long, the writers before it answer, unless
    it was asked for by name (`wanted`). `relating` reads how claims relate, whoever is heard.
    """

    writers: Sequence[Writer]
    adviser: Adviser | None = None
    wanted: bool = False
    relating: Relating | None = None
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
        for nth, writer in enumerate(self.writers):
            before = len(self.claims)
            try:
                for claim in verify(self._proposed(writer, question, hits), question, readings):
                    if claim is None:
                        self.dropped += 1
                    elif answers(claim, question):
                        if not self._joined(claim, before):
                            self.claims.append(claim)
                            yield claim
            except (WriterSlow, WriterUnavailable) as error:
                if nth == 0 or self.wanted:
                    raise
                self._add(_gave_up(writer, error, in_part=len(self.claims) > before))

    def _proposed(
        self, writer: Writer, question: Question, hits: Sequence[Hit]
    ) -> Iterator[Proposal]:
        for found in writer.proposals(question, hits):
            if isinstance(found, Remark):
                self._add(found)
            else:
                yield found

    def _add(self, remark: Remark) -> None:
        self.remarks.append(remark)
        if remark.silent:
            self.adviser = None
            self.writers = self.writers[:1]

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


def _gave_up(writer: Writer, error: Exception, *, in_part: bool) -> Remark:
    logger.warning("answering without a model: %s", error)
    late = isinstance(error, WriterSlow)
    alone = (
        ("so it was not heard to the end", "il n’a donc pas été entendu jusqu’au bout")
        if in_part
        else ("so the built-in writer alone answers", "le rédacteur intégré répond donc seul")
    )
    return Remark(
        en=f"The model {writer.model} {'took too long' if late else 'failed'}, {alone[0]}.",
        fr=f"Le modèle {writer.model} {'a mis trop de temps' if late else 'a échoué'}\u00a0; "
        f"{alone[1]}.",
        silent=not in_part,
    )
