"""Who said it: whom a document names for what it reports.

"Who said that the dam would hold?" asks for no doer of the dam's: its answer is the holder beside
the verb of saying (`rag.attribution`), and who a pronoun there takes up (`rag.speaker`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.document import Span
from rag.answer import Language
from rag.attribution import attributions
from rag.candidates import Candidate, sentences
from rag.holders import is_pronoun, tidy
from rag.question import Question
from rag.reading import Reading, Sentence, language_of
from rag.speaker import speaker
from rag.support import Weigher, best_match
from rag.values import find_values
from rag.verbal import Attribution
from rag.whose import Holder
from rag.words import is_met, likeness, words

_SAME = 0.95
# Shares of what is asked: whoever said it says so much of it, and not less by so much than others.
_LEAST, _LESS = 0.45, 0.2


def sayers(question: Question, weigher: Weigher) -> list[Candidate]:
    """Return the holders of what the sentences say, weighed by what is said, in order.

    A holder that the question names is whom it was said to, or of. Where a pronoun stands for the
    holder, the span is that of the attribution, whose speaker a claim resolves; where nobody is
    named before, it stands for nobody.
    """
    found, reading = [], weigher.reading
    for whole in sentences(question, weigher):
        sentence = whole.sentence
        for span in _holders(question, sentence):
            named = sentence.text[span.start : span.end]
            if _by_pronoun(reading, sentence, span):
                named = speaker(reading, sentence, span) or ""
            elif _is_asked(question, sentence, span):
                continue
            if named and _is_offered(question, named, reading.language):
                found.append(replace(whole, start=span.start, end=span.end))
    return found


def _is_offered(question: Question, name: str, language: Language) -> bool:
    """Whether a holder may be one of those that a question offers: not who bears another name."""
    offered = question.who_said.offered if question.who_said else ()
    holder = Holder(name, language)
    others = (Holder(question.text[at.start : at.end], question.language) for at in offered)
    return not offered or not holder.named or any(map(holder.is_same, others))


def nearest_said(question: Question, found: Sequence[Sequence[Candidate]]) -> list[list[Candidate]]:
    """Return the holders, document by document, of sentences that say most of what is asked."""
    shares = [[_share_said(question, c.sentence) for c in its] for its in found]
    least = max(_LEAST, max((share for its in shares for share in its), default=0.0) - _LESS)
    return [
        [c for c, share in zip(its, own, strict=True) if share >= least]
        for its, own in zip(found, shares, strict=True)
    ]


def _holders(question: Question, sentence: Sentence) -> Iterator[Span]:
    """Where a sentence names those whose word it gives; of several, whose words the question has.

    "3,000, police said; the unions said 8,000" has two. Where the question tells to whom it was
    said, it is who told them.
    """
    language = language_of(sentence.document)
    told = attributions(sentence.text, language)
    asked = [term.word for term in question.terms]
    figures = [v for v in find_values(question.text, question.language, None) if v.kind != "date"]
    met = [Span(w.start, w.end) for w in sentence.words if is_met(w, asked)]
    met += [Span(v.start, v.end) for v in sentence.values if any(v.low == f.low for f in figures)]
    owned = [sum(_nearest(told, at, sentence.text) is one for at in met) for one in told]
    best = [one for one, words_met in zip(told, owned, strict=True) if words_met == max(owned)]
    best = [one for one in told if _tells_it_to(one, question, sentence)] or best
    named = dict.fromkeys(_holder(sentence.text, one, language) for one in best)
    yield from (span for span in named if span is not None)


def _tells_it_to(found: Attribution, question: Question, sentence: Sentence) -> bool:
    """Whether an attribution has a word of what is asked beside its verb: to whom it is told."""
    if not question.who_said or question.who_said.clause:
        return False
    asked = [term.word for term in question.terms[1:]]
    beside = (w for w in sentence.words if found.start <= w.start < found.end)
    return any(is_met(w, asked) and w.text not in found.who for w in beside)


def _share_said(question: Question, sentence: Sentence) -> float:
    """How much of what is asked, by weight, a sentence says in itself, 0 to 1.

    What is said stands outside the words that tell who says it: "he called it" names no call. Where
    the question tells what something is called, a sentence without a word of that says nothing.
    """
    told = attributions(sentence.text, language_of(sentence.document))
    said = [w for w in sentence.words if not any(a.start <= w.start < a.end for a in told)]
    asked = question.who_said
    lead = asked.at.end if asked else 0
    terms = [
        (t, best_match(t, sentence.words if t.word.start < lead else said)) for t in question.terms
    ]
    called = asked.called if asked else None
    if called and not any(met for t, met in terms if t.word.start >= called):
        return 0.0
    return sum(t.weight * met for t, met in terms) / (sum(t.weight for t, _ in terms) or 1.0)


def _nearest(told: Sequence[Attribution], at: Span, text: str) -> Attribution | None:
    far = ((one.distance(at, text), one) for one in told)
    near = [(away, one) for away, one in far if away is not None]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _holder(text: str, found: Attribution, language: Language) -> Span | None:
    """Where the holder of an attribution is named; all of it where a pronoun stands for them."""
    if is_pronoun(found.who, language):
        return Span(found.start, found.end)
    name = tidy(found.who, language) or found.who
    at = text.casefold().find(name.casefold(), found.start)
    return Span(at, at + len(name)) if at >= 0 else None


def said_by(question: Question, reading: Reading, sentence: Sentence, at: Span) -> str | None:
    """Return who says what stands at a place; where that names who says it, nobody else does.

    A pronoun there is taken up.
    """
    if question.who_said and not _by_pronoun(reading, sentence, at):
        return None
    return speaker(reading, sentence, at)


def _by_pronoun(reading: Reading, sentence: Sentence, at: Span) -> bool:
    """Whether a place is an attribution in which a pronoun stands for the holder."""
    return any(
        at == Span(one.start, one.end) and is_pronoun(one.who, reading.language)
        for one in attributions(sentence.text, reading.language)
    )


def _is_asked(question: Question, sentence: Sentence, span: Span) -> bool:
    """Whether the question names a holder by every word."""
    own = [w for w in sentence.words if span.start <= w.start < span.end]
    asked = question.who_said
    said = [
        word
        for word in words(question.text, question.language)
        if not (asked and asked.is_apart(word.start))
    ]
    return all(any(likeness(other, word) >= _SAME for other in said) for word in own)
