"""Whether a sentence affirms what a question of yes or no asks, denies it, or leaves it open.

The question is read as the statement that it asks about. The word that carries it is looked for in
the sentence, or its contrary, and what stands over that word there is weighed: negations and verbs
that deny turn it, hedges and conditions leave it open. What does not speak of it is silent. A
negative question is answered as its positive one, as "yes" and "si" are meant.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from rag.answer import Language
from rag.cues import cue, table
from rag.operators import Operator, deniers, opening, turning
from rag.plain import any_of, plain_letters
from rag.predicate import Predicate, determined, leading, predicate
from rag.question import Question
from rag.reading import Sentence, analyse_words, clause, language_of
from rag.statements.negation import covered
from rag.statements.opposites import contrary, longest, opposed
from rag.statements.quantifiers import quantities
from rag.statements.statement import Statement
from rag.words import ALIKE, Word, is_met, likeness

_LED = re.compile(
    r"\b(?:à|en|aux?|de|du|des|dans|vers|pour|avec|in|at|to|from|of|for|with|by)"
    r"\s(?:l[ae]s?\s|the\s)?$|[dl][’']$",
    re.IGNORECASE,
)

Polarity = Literal["affirms", "denies", "open", "silent"]


@dataclass(frozen=True, slots=True)
class Met:
    """A word of the sentence that says what the question asks, or its contrary.

    `either` is whether one of the two contraries must be true: "open", "closed".
    """

    index: int
    against: bool
    either: bool = False


def polarity(question: Question, sentence: Sentence, speaker: str | None = None) -> Polarity:
    """Return whether the sentence affirms what is asked, denies it, leaves it open or is silent.

    `speaker` is whose words it is, if that is known: of one who is asked about, "I" is enough.
    """
    asked, asks = _as_statement(question.text, question.language), predicate(question)
    said = _as_statement(sentence.text, language_of(sentence.document))
    if asks.head is None:
        return "silent"
    head = next(i for i, w in enumerate(asked.words) if w.start == asks.head.start)
    met = _met(asked, head, said, question)
    if met is None or not (_of_subject(question, asks, said, met) or _of_self(asks, said, speaker)):
        return "denies" if _has_none(question, asks, said) else "silent"
    if not asks.subject and determined(question, asks.head):
        met = _moved(question, asked, head, said, met)
    return _weighed(question, asked, head, said, met) if met else "open"


def asks_negatively(question: Question) -> bool:
    """Return whether a question of yes or no has a negation that is only how it asks."""
    asked = _as_statement(question.text, question.language)
    return any(_of_question(question, asked, operator) for operator in turning(asked))


def _as_statement(text: str, language: Language) -> Statement:
    return Statement(text, language, analyse_words(text, language), (), ())


def _met(asked: Statement, head: int, said: Statement, question: Question) -> Met | None:
    """Where the sentence says the head or its contrary, among most words of the question."""
    word, (_, sides) = asked.words[head], _phrase(asked.words, head)
    found: list[tuple[int, Met]] = []
    for i, other in enumerate(said.words):
        length, phrase = longest(said.words, i)
        against = opposed(word, other) or (bool(length) and contrary(sides, phrase))
        if against or _is_like(word, other, question):
            either = _either_or(sides, phrase) or not (sides and phrase)
            found.append((_company(question, said, other), Met(i, against, against and either)))
    # "confirmed that it is cancelled": what is said itself goes before its contrary.
    return max(found, key=lambda rated: (rated[0], not rated[1].against))[1] if found else None


def _is_like(word: Word, other: Word, question: Question) -> bool:
    """Whether a word says the same as another, and does not rather stand for one beside that.

    "Court" is like "hear", but where the question tells of the court it is the court.
    """
    like = likeness(word, other)
    return like >= ALIKE and all(likeness(term.word, other) <= like for term in question.terms)


def _phrase(words: tuple[Word, ...], at: int) -> tuple[int, frozenset[tuple[str, int]]]:
    """The longest phrase of contraries that holds a word: "turn down" for "down"."""
    around = ((i, longest(words, i)) for i in range(max(0, at - 1), at + 1))
    return max((found for i, found in around if i + max(1, found[0]) > at), key=lambda p: p[0])


def _either_or(a: frozenset[tuple[str, int]], b: frozenset[tuple[str, int]]) -> bool:
    names = {name for name, _ in a} & {name for name, _ in b}
    return bool(names & {*table("statements/opposites")["either_or"]["names"]})


def _company(question: Question, said: Statement, word: Word) -> int:
    """How many words of the question stand in the clause of a word."""
    left, right = clause(said.text, word.start, word.end)
    return sum(
        is_met(term.word, (w for w in said.words if left <= w.start < right))
        for term in question.terms
    )


def _of_subject(question: Question, asks: Predicate, said: Statement, met: Met) -> bool:
    """Whether the sentence names what is asked about, or takes it up with a pronoun.

    Much else of the question does for it. Anything else does across languages, where the lexicon
    may not know the noun, and for a name that no other takes the place of: "the president".
    """
    if _of_another(asks, said, met):
        return False
    if not asks.subject or _takes_up(asks, said) or _of_nobody(question, said, met):
        return True
    rest = [w for i, w in enumerate(said.words) if i != met.index]
    named = [w for w in asks.subject if is_met(w, rest)]
    others = [t.word for t in question.terms if t.word != asks.head and t.word not in asks.subject]
    beside = [w for w in others if is_met(w, rest)]
    if any(word.name for word in asks.subject):
        freely = not any(w.name and w.start for w in said.words[: met.index])
    else:
        freely = question.language != said.language
    return bool(named) or len(beside) >= (1 if freely else 2)


def _of_another(asks: Predicate, said: Statement, met: Met) -> bool:
    """Whether another name than the one asked about stands at the word: "terms that Kyiv rejects".

    Not in the passive, which may name the one asked about behind it.
    """
    behind = said.words[met.index + 1 :]
    if not any(word.name for word in asks.subject[:1]) or any(
        is_met(word, behind) for word in asks.subject
    ):
        return False
    auxiliary = any_of("auxiliaries", said.language)
    before = [w for w in said.words[: met.index] if not auxiliary.fullmatch(w.folded)]
    name = [*takewhile(lambda word: word.name, reversed(before))]
    if not name or any(is_met(word, asks.subject) for word in name):
        return False
    at_once = re.fullmatch(r"[\w\s’']*", said.text[name[0].end : said.words[met.index].start])
    return at_once is not None and not _LED.search(said.text[: name[-1].start])


def _takes_up(asks: Predicate, said: Statement) -> bool:
    """Whether a pronoun may stand for what is asked about: of a name, not where it follows another.

    "Ann says that she will go" tells nothing of Bob; a place is nobody: "In Lyon, he …".
    """
    pronoun = cue("takes_up").search(said.text)
    if pronoun is None or not any(word.name for word in asks.subject):
        return pronoun is not None
    before = (w for w in said.words[1:] if w.name and w.end <= pronoun.start())
    others = [w for w in before if not _LED.search(said.text[: w.start])]
    return not others or any(is_met(word, asks.subject) for word in others)


def _of_self(asks: Predicate, said: Statement, speaker: str | None) -> bool:
    """Whether whoever is asked about speaks of themselves: "I regret nothing", says Ann Lee."""
    named = analyse_words(speaker, said.language) if speaker else ()
    speaks = any(is_met(word, named) for word in asks.subject)
    return speaks and cue("of_self").search(said.text) is not None


def _of_nobody(question: Question, said: Statement, met: Met) -> bool:
    """Whether a sentence says what is asked of nobody, and no more: "Nothing was signed"."""
    nobody = cue("of_nobody").match(said.text)
    asked = [term.word for term in question.terms]
    behind = [i for i in said.content if nobody and said.words[i].start >= nobody.end()]
    return behind[:1] == [met.index] and all(is_met(said.words[i], asked) for i in behind[1:])


def _moved(
    question: Question, asked: Statement, head: int, said: Statement, met: Met
) -> Met | None:
    """Where the sentence says what the question asks of a mere thing: "take place", "over".

    The thing itself where nothing of it is denied. None where something else of it is, or where a
    word of little meaning is asked of it that the sentence does not have.
    """
    known = {term.word.start for term in question.terms}
    behind = [i for i in range(head + 1, len(asked.words)) if asked.words[i].start not in known]
    full = [i for i in behind if i in asked.content]
    happening = _happens(said, met.index) if _happens(asked, head) else ()
    alike = [
        j
        for j in range(met.index + 1, len(said.words))
        if j in happening or is_met(said.words[j], (asked.words[i] for i in full or behind))
    ]
    if not full:
        plain = not behind or any(
            not cue("negation").search(said.text, said.words[met.index].end, said.words[j].start)
            for j in alike
        )
        return met if plain else None
    denied = [o for o in turning(said) if met.index in o.about - o.scope]
    over = [j for j in alike if any(j in o.scope for o in denied)]
    if met.against or not denied:
        return met
    return Met(over[0], against=False) if over else None


def _happens(statement: Statement, after: int) -> Sequence[int]:
    """Which words behind one say that it takes place, in whatever way: "held", "eu lieu"."""
    pattern = any_of("happens", statement.language, r"\b(?:{})")
    found = pattern.search(plain_letters(statement.text), statement.words[after].end)
    return statement.within(*found.span()) if found else ()


def _weighed(
    question: Question, asked: Statement, head: int, said: Statement, met: Met
) -> Polarity:
    """What all that stands over the two words makes of them."""
    mine = [o for o in turning(asked) if not _of_question(question, asked, o)]
    theirs = [*turning(said), *opening(said, asked, future=question.future is True)]
    over = [o for o in theirs if met.index in o.scope]
    asks_too = said.text.rstrip(' "”»').endswith("?")
    if asks_too or any(o.opens for o in over) or _of_part(question, asked, said, met):
        return "open"
    turned = len(over) % 2 == 1
    if turned and question.future and _for_a_time(question, said, met):
        return "open"
    if met.against and turned and not met.either:
        return "open"  # "has not refused" is no yes
    asked_turned = sum(head in o.scope for o in mine) % 2 == 1
    if turned ^ met.against ^ asked_turned:
        return "denies"
    at = asked.words[head].start
    beside = [o for o in mine if head not in o.scope and not o.start <= at < o.end]
    return "affirms" if all(_answered(asked, o, said, theirs) for o in beside) else "open"


def _of_question(question: Question, asked: Statement, operator: Operator) -> bool:
    """Whether a negation of the question is only how it asks: "Has it not been repaired?"."""
    denies = any(pattern.match(asked.text, operator.start) for pattern in deniers())
    return leading(question) is None and not denies


def _answered(
    asked: Statement, mine: Operator, said: Statement, theirs: Sequence[Operator]
) -> bool:
    """Whether the sentence turns the same as the question does: "without help"."""
    words = [asked.words[i] for i in mine.scope]
    return any(is_met(said.words[i], words) for other in theirs for i in other.scope)


def _of_part(question: Question, asked: Statement, said: Statement, met: Met) -> bool:
    """Whether all are asked about and the sentence tells of some, or the other way round."""
    mine, theirs = quantities(asked), quantities(said)
    names = {q.name for q in theirs}
    if any(q.name == "all" for q in mine):
        return bool(names & {"most", "half", "few", "minority"})
    if mine or "not_all" in names:
        return "not_all" in names
    few = [covered(said, q.end) for q in theirs if q.name == "few"]
    return any(met.index in over for over in few) or _parted(question, said)


def _parted(question: Question, said: Statement) -> bool:
    """Whether a part is told of what the question asks about as a whole: "two of the hostages"."""
    if cue("part_of").search(question.text):
        return False
    asked = [term.word for term in question.terms]
    ends = [match.end() for match in cue("part_of").finditer(said.text)]
    wholes = ([w for w in said.words if w.start >= end][:2] for end in ends)
    return any(is_met(word, asked) for whole in wholes for word in whole)


def _for_a_time(question: Question, said: Statement, met: Met) -> bool:
    """Whether it is denied only until some time, which is not asked of: "not before 2027"."""
    behind = re.split(r"[,;:.]", said.text[said.words[met.index].end :], maxsplit=1)[0]
    return bool(cue("until").search(behind) and not cue("until").search(question.text))


def _has_none(question: Question, asks: Predicate, said: Statement) -> bool:
    """Whether the sentence says that there is none of what is asked about: "no toll"."""
    definite = asks.subject and any_of("definite", question.language, r".*(?:{})\W*").fullmatch(
        plain_letters(question.text[: asks.subject[0].start])
    )
    known = asks.subject if definite else ()
    things = [t.word for t in question.terms if not t.word.name and t.word not in known]
    for operator in turning(said):
        nones = cue("none_of").finditer(said.text, operator.start)
        if not any(match.start() < operator.end for match in nones):
            continue
        behind = [i for i in said.content if said.words[i].start >= operator.end][:2]
        if any(is_met(said.words[i], things) for i in behind):
            return True
    return False
