"""Who did it, or has the role: names beside the role's word or its verb.

"Who directed …?" and "Who is the director of …?" are answered by "directed by Ann Lee", "director
Ann Lee", "Director: Ann Lee", "Ann Lee, the film's director", "Ann Lee directed"; and "Who is the
father of …?" by "son of Ann Lee" (`doers.toml`).
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import dropwhile

from index.document import Span
from index.lexical import STOP_WORDS
from rag.attribution import sources
from rag.candidates import Candidate, support_traits
from rag.classes import members
from rag.cues import pattern, table
from rag.names import NameKind, names
from rag.nouns import between_labels, is_furniture, noun_phrases
from rag.question import Question
from rag.reading import Sentence, language_of
from rag.support import Weigher
from rag.titles import TITLE
from rag.words import Word, likeness, words

_ALIKE, _SAID = 0.8, 0.95
_KIND: dict[NameKind, float] = {"person": 1.0, "unknown": 0.85, "organisation": 0.6, "place": 0.3}
_PLACE_WITH_ROLE = 0.75  # a band may be named as a city is
_UNTOLD = 0.6  # what is left of a name that stands beside no word of the role
# Between the role's word and a name behind it: "directed by the young Ann Lee", "director: Lee".
_BY = re.compile(
    r",?(?: (?:and|et) \w+)?(?:(?: [\w’'-]+){0,4}? (?:by|par)|(?: \w+)? (?:d[eu]|of))"
    r"(?: the| an?| l[ae]| l[’'][\w-]+| une?)?(?: [\w’'/-]+){0,4} ?",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?: (?:of|d[eu]s?|d[’']) ?[^,.;:]{2,40},)?"
    r"\s?(?:[:,(]|is|was|est|était|named|nommée?|called)?\s?(?:the |l[ae] |l[’'])?[«“\"]?",
    re.IGNORECASE,
)
# The same, before it: "Ann Lee, its director", "Lee is the director", "Lee (director)".
_APPOSED = re.compile(
    r"(?:,| \(| (?:is|was|are|were|est|était|sont)\b)"
    r" ?(?:(?!(?:and|et|where|when|while|who|which|qui|où|à|at|in|on|to|en|by|par)\b)"
    r"[\w’'-]+ ){0,4}",
    re.IGNORECASE,
)
# What is somebody's, where the question says what the work is: "(Ann Lee album)", "Lee's third
# album", "a film by Ann Lee".
_WHOSE = re.compile(r"[’']s(?: [\w’'-]+){0,3} | (?=\w+\))")
_MADE_BY = re.compile(r" (?:by|par|de) (?:the |l[ae] |l[’'])?", re.IGNORECASE)
_POSSESSIVE = re.compile(r"[’']s?$")
_TONGUE = re.compile(r"[\w-]+[- ](?:language|speaking)\b.*")
# Right before the name of a work in a question, and the first word of a title.
_THE = re.compile(r"(?:\b(?:the|l[ae]|du|an?|une?|cette?) |\bl[’'])(?:\w+ )?$", re.IGNORECASE)
_BEFORE_WORK = re.compile(r" (?=[«“\"'‘A-ZÀ-Þ])")
_TITLE = re.compile(r"[«“\"] ?([\w’']+)")
# "By whom was the report written?": the role comes last; and what may stand within one.
_PASSIVE = re.compile(r"\W*(?:by whom|par qui)\b", re.IGNORECASE)
_WITHIN_ROLE = re.compile(r"\W+(?:(?:and|et|or|ou)\W+)?")
_LONGEST = 6  # words of a name; more are a row of titles or labels
# Before its verb, or what it owns: "Ann Lee directed", "Lee a réalisé", "Lee's third album".
_DOES = re.compile(
    r"(?:[’']s?(?: [\w’'-]+){0,3}|(?: (?:has|had|also|later|then|a|avait|ont|who|qui)){0,2}) ",
    re.IGNORECASE,
)


def doers(question: Question, weigher: Weigher) -> list[Candidate]:
    """Return the names that the question does not say, weighed, in the order of the text.

    Among the traits is how each stands to the role: `by`, `beside`, `apposed`, `does`, `inverse`,
    and `role`, the best of them; `names met` is how well the sentence and what stands around it
    name what the role is in ("the film Blue Hour").
    """
    asked, works = roles(question)
    made = _made_in(asked)
    said = _said(question)
    of_what = weigher.by(question.names)  # "album by Lee" need not call Lee an artist
    found = []
    for index, sentence in enumerate(weigher.reading.sentences):
        known = [
            (span, kind)
            for span, kind in _names(sentence, question)
            if not (_is_said(span, said, sentence) or is_asked_of(question, sentence, span))
        ]
        hit = weigher.reading.hit_of(sentence)
        for span, kind in known:
            rivals = [(other.start, other.end) for other, _ in known if other != span]
            support = weigher.value(index, span.start, span.end, rivals)
            told = role_traits(question, asked, sentence, span.start, span.end)
            told["work"] = float(_has_work(works, made, sentence, span))
            role = max(told.values())
            sort = (_PLACE_WITH_ROLE if kind == "place" else 1.0) if role else _KIND[kind]
            names_met = of_what.value(index, span.start, span.end, ()).score
            traits = {
                **support_traits(support, weigher),
                **told,
                "role": role,
                "sort": sort,
                "names met": names_met,
                "rivals": min(len(rivals), 3) / 3,
            }
            score = sort * (max(support.score, names_met) if role else _UNTOLD * support.score)
            found.append(
                Candidate(hit, sentence, span.start, span.end, score, "name", traits=traits)
            )
    return found


def roles(question: Question) -> tuple[list[Word], list[Word]]:
    """Return the words of the role, and what the work is called: "album" in "the album Blue"."""
    plain = [t.word for t in question.terms if not t.word.name]
    works = [
        w
        for w in plain
        if _BEFORE_WORK.match(question.text, w.end) and _THE.search(question.text, 0, w.start)
    ]
    if works and len(works) < len(plain):
        return [w for w in plain if w not in works], works
    if _PASSIVE.match(question.text):
        return plain, []
    return _first_run(question.text, plain), []


def _first_run(text: str, plain: Sequence[Word]) -> list[Word]:
    """The first words with no other between them: "annoncé", of what has been announced none."""
    run: list[Word] = []
    for word in plain:
        if run and not _WITHIN_ROLE.fullmatch(text, run[-1].end, word.start):
            break
        run.append(word)
    return run


def _said(question: Question) -> list[Word]:
    """The words that the question says: "Who" asks, and The Who is a band."""
    stops = STOP_WORDS[question.language]
    own = words(question.text, question.language)
    return [w for w in own if w.folded not in stops or (w.start and w.text[0].isupper())]


def _made_in(roles: Sequence[Word]) -> frozenset[str]:
    """The works that name their maker by one of the roles: an album its artist."""
    asked = {role.folded for role in roles}
    entries = table("doers")["made"].values()
    return frozenset(w for entry in entries if asked & {*entry["roles"]} for w in entry["works"])


def _has_work(works: Sequence[Word], made: frozenset[str], sentence: Sentence, span: Span) -> bool:
    """Whether the work is said to be of the one named: "(Ann Lee album)", "a film by Ann Lee"."""
    alike = [
        w
        for w in sentence.words
        if w.folded in made or any(likeness(o, w) >= _ALIKE for o in works)
    ]
    return any(_MADE_BY.fullmatch(sentence.text, w.end, span.start) for w in alike) or any(
        (whose := _WHOSE.match(sentence.text, span.end)) and whose.end() == w.start for w in alike
    )


def _names(sentence: Sentence, question: Question) -> list[tuple[Span, NameKind]]:
    """The names of a sentence, without what stands beside them: labels, titles, a possessive's s.

    "The Who" is a name by its capitals alone. A nationality, a language and a date are none.
    """
    found: list[tuple[Span, NameKind]] = [
        (part, n.kind) for n in names(sentence) for part in between_labels(sentence, n.start, n.end)
    ]
    for phrase in noun_phrases(sentence):
        run = [w for w in sentence.words if phrase.start <= w.start < phrase.end]
        own = list(dropwhile(lambda word: not word.name, run))
        apart = all(s.end <= phrase.start or phrase.end <= s.start for s, _ in found)
        if apart and phrase.start and len(own) > 1 and all(w.name for w in own):
            found.append((Span(own[0].start, phrase.end), "unknown"))
    cut = ((_bare(sentence, span, question), kind) for span, kind in found)
    return sorted((s, kind) for s, kind in cut if s.end > s.start and not _is_no_doer(sentence, s))


def _bare(sentence: Sentence, span: Span, question: Question) -> Span:
    """A name without the 's behind it, or the title asked about: "Ann Lee Blue Hour"."""
    end = span.end
    title = _TITLE.search(question.text)
    at = sentence.text.find(title.group(1), span.start, span.end) if title else -1
    end = at if at > span.start else end
    own = sentence.text[span.start : end].rstrip()
    return Span(span.start, span.start + len(_POSSESSIVE.sub("", own)))


def _is_no_doer(sentence: Sentence, span: Span) -> bool:
    """Whether a name is of a nation, a language, a date, a source, or a row of many words."""
    own = [w for w in sentence.words if span.start <= w.start < span.end]
    nations = [m for m in members(own) if m.classes & {"nationality", "language"}]
    dated = any(
        v.kind == "date" and v.start < span.end and span.start < v.end for v in sentence.values
    )
    whole = any((m.start, m.end) == span for m in nations)
    told = sources(sentence.text, language_of(sentence.document))
    return (
        whole
        or dated
        or any(one.start <= span.start < one.end for one in told)
        or is_furniture(own)
        or len(own) > _LONGEST
        or bool(_TONGUE.fullmatch(sentence.text, *span))
    )


def _is_said(span: Span, said: Sequence[Word], sentence: Sentence) -> bool:
    """Whether the question says every word of a name, so that it cannot be the answer."""
    own = [w for w in sentence.words if span.start <= w.start < span.end]
    return all(any(likeness(other, w) >= _SAID for other in said) for w in own)


def is_asked_of(question: Question, sentence: Sentence, at: Span) -> bool:
    """Return whether a full name is of one whom the question names by surname: "after Lee".

    It is not sure to be where the question asks for somebody of theirs ("Lee's brother"), or where
    the document knows another of that surname.
    """
    first, _, surname = sentence.text[at.start : at.end].rpartition(" ")
    asked = [t.word for t in question.names if t.word.text == surname]
    if not first or not asked:
        return False
    left, right = question.text[: asked[0].start], question.text[asked[0].end :]
    left = re.sub(rf"\b{_TITLED}$", "", left)
    if _OWNED.search(left) or _POSSESSIVE_OF.match(right):
        return False
    bearers = re.findall(rf"(\w+) {re.escape(surname)}\b", sentence.document.text)
    firsts = {b for b in bearers if b[0].isupper() and not re.match(_TITLED, f"{b} ")}
    return firsts == {first.split()[-1]}


_OWNED = re.compile(r"(?:\bd[e’']|\bof|[A-ZÀ-Þ]\w+) ?$")  # or a first name
_POSSESSIVE_OF = re.compile(r"[’']s?\b|[ -][A-ZÀ-Þ]")
_TITLED = rf"(?:{TITLE}|President |Minister )"


def role_traits(
    question: Question, roles: Sequence[Word], sentence: Sentence, start: int, end: int
) -> dict[str, float]:
    """Return how the name at `start..end` stands to the words of the role, each 0 or 1."""
    text = sentence.text
    alike = [w for w in sentence.words if any(likeness(r, w) >= _ALIKE for r in roles)]
    before = [w for w in alike if w.end <= start]
    after = [w for w in alike if w.start >= end]
    inverse = _inverse(question)
    # "Berg beat Lund": what stands behind the verb is whom it was done to.
    objects = [w for w in before if _DOES.fullmatch(text, _name_end(sentence, w), w.start)]
    beside = [w for w in before if w not in objects]
    return {
        "by": float(any(_BY.fullmatch(text, w.end, start) for w in before)),
        "beside": float(any(_BESIDE.fullmatch(text, w.end, start) for w in beside)),
        "apposed": float(any(_APPOSED.fullmatch(text, end, w.start) for w in after)),
        "does": float(any(_DOES.fullmatch(text, end, w.start) for w in after if not w.name)),
        "inverse": float(bool(inverse and inverse.search(text, max(0, start - 40), start))),
    }


def _name_end(sentence: Sentence, word: Word) -> int:
    """Where the last name before a word ends; where the sentence begins if there is none."""
    return max((n.end for n in names(sentence) if n.end <= word.start), default=0)


def _inverse(question: Question) -> re.Pattern[str] | None:
    """What stands before the name where the text tells the relation from its other end."""
    asked = {term.word.folded for term in question.terms}
    return next((found for role, found in _inverses() if role in asked), None)


@cache
def _inverses() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (
            role,
            re.compile(rf"\b(?:{pattern('|'.join(words))})[\s,]*(?:\w+ ){{0,2}}$", re.IGNORECASE),
        )
        for name, entry in table("doers").items()
        if name != "made"
        for role in entry["roles"]
        for words in (entry["told"],)
    )
