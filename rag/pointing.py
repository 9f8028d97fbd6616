"""What the reader points at: the words of a sentence that it takes for the answer.

For whoever, wherever and whatever is asked, rules see only what stands in a shape that they know
(`rag.doers`, `rag.things`, `rag.identities`). So beside what they find, the sentences themselves
are candidates, and once the reader has read them, the words in them that it thinks answer.
"""

import re
from collections.abc import Iterator, Sequence

from index.document import Span
from index.lexical import STOP_WORDS
from rag.attribution import attributions, sources
from rag.candidates import KIND_FIT, Candidate, support_traits, time_traits
from rag.doers import is_asked_of, role_traits, roles
from rag.excepted import apart, where_met
from rag.fit import filling
from rag.names import is_calendar, names
from rag.nouns import noun_phrases
from rag.places import LOCATING, acts, whole_place
from rag.question import Question
from rag.reader import Read
from rag.reading import Sentence, language_of
from rag.support import Weigher
from rag.titles import TITLE
from rag.whole import past_fixed
from rag.words import Word, is_met, likeness

POINTED = "pointed"  # the trait of these candidates
NOWHERE = "nowhere"  # of those that are no place, nobody new, or set apart by the question
_LEAN = 1.0  # log-odds: a piece less likely by no more than this belongs to the answer
_SAME = 0.95
_BESIDE = 16  # characters before an answer in which a preposition is its own
_CHOICE = re.compile(r"(?<!\w)(?:or|ou)(?!\w)")  # "Who won, Ann or Bob?"
# Words that join an answer to what stands before it, and those that lead on to what stands behind.
_JOINING = {
    "fr": frozenset("et ou mais que qui dont".split()),
    "en": frozenset("and or but that which who".split()),
}
_LEADING_ON = {
    "fr": frozenset(
        "le la les l un une des du de d au aux a en par pour sur sous dans avec sans chez vers "
        "entre contre depuis pendant lors selon comme malgre outre parmi hors des ce cette ces "
        "est sont ont".split()
    ),
    "en": frozenset(
        "the a an of to in on at by for with from into as than whose despite without during "
        "against under over through towards until between among are were".split()
    ),
}
_TYING = {"fr": frozenset("de d".split()), "en": frozenset({"of"})}
_BY = frozenset({"par", "by"})
_GOES_ON = re.compile(r"[\s'’]*\w")  # what a word leads on to stands right behind it
_AUXILIARIES = 3  # words within which a verb stands behind who does it: "ont déjà réprimandé"
# What joins a name to the last of several, with what that one is, and to any before the last.
_WHAT_THEY_ARE = r"(?:(?:(?:l[ae]|the|son|sa|his|her) |l[’'])(?:[^\W\d_-]+[ -]){0,2})?"
_TO_THE_LAST = re.compile(rf",? (?:et|and) {_WHAT_THEY_ARE}")
_TO_ANOTHER = re.compile(rf"(?:,? (?:et|and)|,) {_WHAT_THEY_ARE}")
_SHARE = 0.5  # of a sentence's support, which tells only in what order sentences are read


def pointed(weigher: Weigher, kind: str) -> Iterator[Candidate]:
    """Yield each sentence of a document as a candidate whose words are still to be found."""
    for index, sentence in enumerate(weigher.reading.sentences):
        if len(sentence.words) > 1:
            support = weigher.sentence(index)
            traits = {**support_traits(support, weigher), POINTED: 1.0}
            hit, end = weigher.reading.hit_of(sentence), len(sentence.text)
            score = _SHARE * min(1.0, support.score)
            yield Candidate(hit, sentence, 0, end, score, kind, traits=traits)


def pointed_traits(question: Question, sentence: Sentence, at: Span) -> dict[str, float]:
    """Return what is known of the words pointed at, as traits.

    Whether they are a value, or words of the question; of the sort of name asked for, or hold no
    name ("in a gymnasium"); and where somebody is asked for, whether they stand to the role as who
    has it does.
    """
    traits = {
        **time_traits(question, sentence, at),
        "a value": float(filling(sentence, at) is not None),
        "pointed asked": _asked_share(question, sentence, at),
    }
    if apart(question, sentence, at) is None:
        traits[NOWHERE] = 1.0
    if question.asks in KIND_FIT:
        held = [name for name in names(sentence) if name.start < at.end and at.start < name.end]
        fits = [KIND_FIT[question.asks][name.kind] for name in held]
        traits["pointed sort"] = max(fits, default=0.0)
        traits["pointed unnamed"] = float(not held)
        if question.asks == "place" and (
            traits["pointed asked"] == 1 or _is_nowhere(question, sentence, at)
        ):
            traits[NOWHERE] = 1.0
    if question.asks == "identity" and _is_somebody(sentence, at):
        traits[NOWHERE] = 1.0
    if question.asks == "person":
        if traits["pointed asked"] == 1 or (
            _names_only_asked(question, sentence, at) or is_asked_of(question, sentence, at)
        ):
            traits[NOWHERE] = 1.0
        told = role_traits(question, roles(question)[0], sentence, at.start, at.end)
        traits["pointed role"] = max(told.values())
    return traits


def _is_nowhere(question: Question, sentence: Sentence, at: Span) -> bool:
    """Whether words name no place, nor stand where one does: "openness towards Russia"."""
    others = _no_answer(question, sentence)
    held = [
        name
        for name in names(sentence)
        if name.start < at.end
        and at.start < name.end
        and KIND_FIT["place"][name.kind]
        and not any(name.start < s.end and s.start < name.end for s in others)
    ]
    located = LOCATING.match(sentence.text, at.start) or LOCATING.search(
        sentence.text, max(0, at.start - _BESIDE), at.start
    )
    return not held and not located


def _is_somebody(sentence: Sentence, at: Span) -> bool:
    """Whether words are no more than somebody's name, which tells nobody who another is."""
    return any(
        name.kind == "person" and name.start <= at.start and at.end <= name.end
        for name in names(sentence)
    )


def _names_only_asked(question: Question, sentence: Sentence, at: Span) -> bool:
    """Whether words name whom the question names: "its head, Ann Lee"; not "Ann Lee's brother"."""
    held = [name for name in names(sentence) if name.start < at.end and at.start < name.end]
    if not held or _CHOICE.search(question.text):
        return False
    said = [term.word for term in question.names]
    own = [w for w in sentence.words for n in held if n.start <= w.start < n.end]
    tied = (
        _TIED.search(sentence.text, at.start, n.start) or _OWNS.match(sentence.text, n.end)
        for n in held
    )
    return all(any(likeness(a, w) >= _SAME for a in said) for w in own) and not any(tied)


_TIED = re.compile(rf"(?:\b(?:of|to|d[eu]s?|à|au)|\bd[’'])\s?(?:l[ae] |l[’']|the |{TITLE})?$")
_OWNS = re.compile(r"[’']s?\b")


def _asked_share(question: Question, sentence: Sentence, at: Span) -> float:
    """The share of a span's words that the question says, unless it gives them to choose from."""
    said = [
        word
        for word in sentence.words
        if at.start <= word.start < at.end
        and word.folded not in STOP_WORDS[language_of(sentence.document)]
    ]
    if not said or _CHOICE.search(question.text):
        return 0.0
    return sum(_is_asked(question, word) for word in said) / len(said)


def _is_asked(question: Question, word: Word) -> bool:
    return any(likeness(term.word, word) >= _SAME for term in question.terms)


def words_in(question: Question, sentence: Sentence, read: Read) -> Span:
    """Return the words of a sentence that the reader takes for the answer; all, if it has none.

    That is the stretch of pieces likeliest as a whole, with the rest of the names and of the short
    phrases that it begins or ends in; of somebody in some place, what is asked for. A place that
    the question names itself gives way to another.
    """
    others = [*_no_answer(question, sentence), *where_met(question, sentence)]
    at = _words_beside(question, sentence, read, others)
    if question.asks == "place" and _asked_share(question, sentence, at) == 1:
        return _words_beside(question, sentence, read, [*others, at])
    return at


def _words_beside(
    question: Question, sentence: Sentence, read: Read, others: Sequence[Span]
) -> Span:
    """The words that the reader takes for the answer, which has no part in the `others`."""
    pieces = [p for p in read.pieces if not any(s.start <= p[0] and p[1] <= s.end for s in others)]
    if not pieces:
        return Span(0, len(sentence.text))
    start, end = _likeliest(pieces)
    for unit in _units(sentence):
        able = not any(unit.start < s.end and s.start < unit.end for s in others)
        if able and unit.start < end and start < unit.end:
            start, end = min(start, unit.start), max(end, unit.end)
    at = past_fixed(sentence, _rounded(question, sentence, Span(start, end)))
    named = _asked_name(question, sentence, apart(question, sentence, at) or at)
    return _with_who_else(question, sentence, named, others)


def _rounded(question: Question, sentence: Sentence, at: Span) -> Span:
    """The span without words at its edges that only join it to what stands beside it.

    A thing is told without the "of" that ties it to what it is of.
    """
    language = language_of(sentence.document)
    joining, last = _JOINING[language], _JOINING[language] | _LEADING_ON[language]
    said = [word for word in sentence.words if at.start <= word.start < at.end]
    kept = list(said)
    while kept and kept[-1].folded in last and _GOES_ON.match(sentence.text, kept[-1].end):
        kept.pop()
    opening = joining | _TYING[language] if question.asks == "thing" else joining
    while kept and kept[0].folded in opening:
        kept.pop(0)
    if question.asks == "person":
        kept = _somebody(question, sentence, kept)
    if not kept:
        return at
    whole = kept[0] is said[0] and sentence.text[at.start] not in "’',.;:!?)»”"
    start = at.start if whole else kept[0].start
    return Span(start, at.end if kept[-1] is said[-1] else kept[-1].end)


def _somebody(question: Question, sentence: Sentence, said: Sequence[Word]) -> list[Word]:
    """Words that name somebody without what the question says behind the name ("Ann Lee replaces").

    Nor does what makes of a name one that is not known yet belong to it ("one Ann Lee"), or a day
    before it ("On Monday Ann Lee"), or what leads to who did it ("by Ann Lee").
    """
    kept, held = list(said), names(sentence)
    starts, ends = {name.start for name in held}, {name.end for name in held}
    while len(kept) > 1 and (
        kept[0].folded in _BY
        or (kept[0].folded == "one" and kept[1].name)
        or (is_calendar(kept[0].text) and kept[0].start not in starts)
    ):
        kept.pop(0)
    short = kept[:]
    while short and _is_asked(question, short[-1]):
        short.pop()
    return short if short and short[-1].end in ends else kept


def _no_answer(question: Question, sentence: Sentence) -> list[Span]:
    """Where somebody or some place is asked for, the stretches that hold none, though a name may.

    That is whoever is the source ("according to Lee"), and of places whoever says so as well ("an
    official told Reuters"), or wants something ("Paris hopes").
    """
    if question.asks in ("person", "organisation"):
        told = sources(sentence.text, language_of(sentence.document))
        return [Span(one.start, one.end) for one in told]
    if question.asks != "place":
        return []
    said = attributions(sentence.text, language_of(sentence.document))
    acting = (name for n in names(sentence) if acts(sentence, name := Span(n.start, n.end)))
    return [*(Span(one.start, one.end) for one in said), *acting]


def _asked_name(question: Question, sentence: Sentence, at: Span) -> Span:
    """The place in "Ann Lee in Riga" where a place is asked for, Ann Lee where somebody is."""
    if question.asks not in KIND_FIT:
        return at
    fits = KIND_FIT[question.asks]
    held = [name for name in names(sentence) if at.start <= name.start and name.end <= at.end]
    fitting = [name for name in held if fits[name.kind] == 1]
    if len(fitting) != 1 or all(fits[name.kind] for name in held):
        return at
    found = Span(fitting[0].start, fitting[0].end)
    return whole_place(sentence, found) if question.asks == "place" else found


def _with_who_else(
    question: Question, sentence: Sentence, at: Span, others: Sequence[Span]
) -> Span:
    """The span with those who are named with somebody: "Ann Lee and Bob Reed signed the deal".

    They are where what the question says was done stands right behind.
    """
    if question.asks != "person":
        return at
    behind = [word for word in sentence.words if word.start >= at.end][:_AUXILIARIES]
    asked = [term.word for term in question.terms if not term.word.name]
    if not any(is_met(word, asked) for word in behind):
        return at
    before = [n for n in names(sentence) if n.kind == "person" and n.end < at.start]
    start = at.start
    for name in reversed(before):
        joins = _TO_THE_LAST if start == at.start else _TO_ANOTHER
        joined = joins.fullmatch(sentence.text, name.end, start)
        apart_from_it = any(name.start < s.end and s.start < name.end for s in others)
        stands = Span(name.start, name.end)
        if not joined or apart_from_it or _names_only_asked(question, sentence, stands):
            break
        start = name.start
    return Span(start, at.end)


def _likeliest(pieces: Sequence[tuple[int, int, float]]) -> tuple[int, int]:
    """The stretch of the greatest sum (Kadane's algorithm, in Bentley 1984)."""
    best = held = float("-inf")
    start, found = 0, (0, 0)
    for begin, end, odds in pieces:
        if held <= 0:
            held, start = 0.0, begin
        held += odds + _LEAN
        if held > best:
            best, found = held, (start, end)
    return found


def _units(sentence: Sentence) -> list[Span]:
    """What an answer had better not cut: words, names, and nouns with the words beside them."""
    spans = [Span(word.start, word.end) for word in sentence.words]
    spans += [Span(name.start, name.end) for name in names(sentence)]
    return spans + [Span(phrase.start, phrase.end) for phrase in noun_phrases(sentence)]
