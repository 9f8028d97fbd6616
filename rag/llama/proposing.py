"""Claims that a model proposes: which passages answer, with which sentence, and in which words.

The model is held to a grammar of real sentences, so that it cannot invent a quote; and what it
names counts only where the rules too see something there that may answer what is asked. They weigh
it, and the model's word moves that weight, by so much at most.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

from index.document import Hit
from rag.finding import find
from rag.llama.chat import Speaks
from rag.llama.exam import log_odds
from rag.llama.grammar import Offered, Said, answer_in, claims_grammar, read_claims
from rag.llama.judge import Judge
from rag.llama.listing import Listing, Numbered, asked, list_passages, opening
from rag.meaning import Meaning
from rag.names import names
from rag.question import Question
from rag.reading import Sentence, read
from rag.scoring import scored
from rag.writers.writer import Proposal, Remark

ANSWER_TOKENS = 384
TASK = (
    "List every sentence that answers the question: its number, what it is about, the words in it "
    "that are the answer, as few as possible, and who says so, or null. When documents disagree, "
    "list the sentences of all of them. When none answers, write [].\n"
    'The form is: [{"sentence": 12, "about": "words of sentence 12", '
    '"answer": "words of sentence 12", "by": null}]'
)
_OF_BEST = 0.5  # share of the best passage's probability that another needs to be read closely
_MOVES = 1.5  # log odds that the model's word can move the rules' weight by
_LEAST = 0.5  # both together must think it likelier than not
_MOST = 2048  # tokens of passages that are read: more take a processor half a minute and longer
_MARGIN = 48  # tokens of room for the ends of texts, which are counted alone


class Proposing:
    """Asks a model for claims, one question at a time. Thread-safe."""

    def __init__(self, model: Speaks, judge: Judge, meaning: Callable[[], Meaning | None]) -> None:
        self._model, self._judge, self._meaning = model, judge, meaning

    def proposals(self, question: Question, hits: Sequence[Hit]) -> Iterator[Proposal | Remark]:
        """Yield the model's claims that the rules bear out, and what to know about them."""
        if not hits:
            return
        if not self._judge.passes("answers"):
            yield _unfit(self._model.name)
            return
        listing = list_passages(self._model, hits, self._room(question))
        if listing.left_out:
            yield _left_out(self._model.name, listing)
        if not listing.texts:
            return
        prefix = opening(self._model.dialect, listing.texts)
        likely = self._judge.answers(prefix, question.text, len(listing.texts))
        rules = _Rules(question, hits, self._meaning())
        for said in self.said(question, listing, near_best(likely), rules):
            sentence = listing.numbered[said.sentence - 1]
            if found := rules.bear_out(sentence, said, likely[sentence.passage - 1]):
                yield found

    def said(
        self, question: Question, listing: Listing, passages: Sequence[int], rules: "_Rules"
    ) -> Iterator[Said]:
        """Yield what the model says of the sentences of these passages, each thing once."""
        numbers = listing.within(passages)
        grammar = claims_grammar([rules.offered(n, listing) for n in numbers])
        dialect = self._model.dialect
        prompt = [*opening(dialect, listing.texts), *asked(dialect, question.text, TASK)]
        told: set[Said] = set()
        with closing(self._model.generate(prompt, grammar, ANSWER_TOKENS)) as pieces:
            for said in read_claims(pieces):
                if said.sentence in numbers and said not in told:
                    told.add(said)
                    yield said

    def _room(self, question: Question) -> int:
        dialect = self._model.dialect
        parts = [*opening(dialect, ()), *asked(dialect, question.text, TASK)]
        taken = sum(self._model.count([part.text for part in parts]))
        return min(_MOST, self._model.room - ANSWER_TOKENS - _MARGIN - taken)


class _Rules:
    """What the rules see in the passages: names, and what may answer, weighed by them."""

    def __init__(self, question: Question, hits: Sequence[Hit], meaning: Meaning | None) -> None:
        readings = read(hits)
        self._sentences = {(r.document.id, s.start): s for r in readings for s in r.sentences}
        form, found = find(question, readings, meant=meaning is not None)
        every = [c for cs in scored(form, question, readings, found, meaning) for c in cs]
        kind = max(every, key=lambda c: c.score).kind if every else ""
        self._weighed = [candidate for candidate in every if candidate.kind == kind]

    def offered(self, number: int, listing: Listing) -> Offered:
        """Return a sentence as the grammar offers it, with the names of its passage."""
        one = listing.numbered[number - 1]
        beside = [n for n in listing.numbered if n.passage == one.passage]
        named = [name.text for n in beside if (s := self._sentence(n)) for name in names(s)]
        return Offered(number, one.text, tuple(dict.fromkeys(named)))

    def bear_out(self, named: Numbered, said: Said, likely: float) -> Proposal | None:
        """Return the claim that the rules see where the model sees one, weighed by both."""
        text, answer = named.text, answer_in(named.text, said.answer)
        start = text.find(answer)
        found = [
            c
            for c in self._weighed
            if (c.hit.document.id, c.sentence.start) == _place(named)
            and c.start < start + len(answer)
            and start < c.end
        ]
        if not found:
            return None
        best = max(found, key=lambda c: c.score)
        score = moved(best.score, likely)
        if score < _LEAST:
            return None
        about = answer_in(text, said.about) if said.about else None
        return Proposal(
            best.hit,
            best.sentence.text,
            best.sentence.text[best.start : best.end],
            best.sentence.start,
            score,
            about if about != text else None,
            said.by,
        )

    def _sentence(self, named: Numbered) -> Sentence | None:
        return self._sentences.get(_place(named))


def moved(weight: float, likely: float) -> float:
    """Return the rules' weight as the model's probability moves it, both from 0 to 1."""
    by = min(max(log_odds(likely), -_MOVES), _MOVES)
    return 1 / (1 + math.exp(-log_odds(weight) - by))


def near_best(likely: Sequence[float]) -> list[int]:
    """Return the numbers of the passages that are not far behind the likeliest."""
    floor = _OF_BEST * max(likely)
    return [n for n, probability in enumerate(likely, start=1) if probability >= floor]


def _left_out(model: str, listing: Listing) -> Remark:
    read, left = len(listing.texts), listing.left_out
    return Remark(
        en=f"The model {model} read the first {read} of {read + left} passages, which is what fits "
        "its context and its time.",
        fr=f"Le modèle {model} a lu les {read} premiers passages sur {read + left}, ce qui tient "
        "dans son contexte et dans son temps.",
    )


def _unfit(model: str) -> Remark:
    return Remark(
        en=f"The model {model} failed a short test of yes and no, so the built-in writer alone "
        "answers.",
        fr=f"Le modèle {model} a échoué à un court test de oui et de non\u00a0; le rédacteur "
        "intégré répond donc seul.",
        silent=True,
    )


def _place(named: Numbered) -> tuple[str, int]:
    return named.hit.document.id, named.span.start
