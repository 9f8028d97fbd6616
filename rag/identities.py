"""What somebody or something is said to be, beside its name: "Iouri Ouchakov, adviser to …".

A definition stands behind a copula or a verb of meaning ("is a band", "désigne un outil"), in an
apposition, in brackets or behind a colon; or before the name: a role ("the band's singer Lee"),
what is so called ("an outcrop named Kell"), or what an abbreviation in brackets stands for.
"""

import re
from collections.abc import Iterator, Sequence

from index.document import Span
from index.lexical import STOP_WORDS
from rag.candidates import Candidate, support_traits
from rag.holders import is_person
from rag.nouns import noun_phrases
from rag.question import Question
from rag.reading import Sentence, language_of
from rag.support import Weigher
from rag.words import Word, likeness, words

_SAME = 0.95
_SURNAME = 0.9  # what a person's last name counts where the question gives the whole
_LONGEST, _TO_NOUN = 90, 12  # characters of a definition, and before its first noun
_ARTICLE = (
    r"(?<!\w)(?:(?:l[ae]s?|une?|des|the|an?|one of the|l[’']une? des|son|sa|his|her|its|their) "
    r"|l[’'])"
)
_QUOTE = r"[ ]?[”\"»’']{0,2}"
_BRACKETS = r"(?: ?\([^()]{0,120}\))?"
_AGE = r"(?:, (?:aged )?\d\d(?: ans| years old)?)?"
_SURE = {
    "copula": 1.0,
    "means": 1.0,
    "apposition": 0.85,
    "relative": 0.65,
    "brackets": 0.7,
    "colon": 0.7,
    "stands for": 0.9,
    "called": 0.9,
    "role": 0.8,
}
# Each shape behind the name, up to where the definition begins.
_BEHIND = {
    "copula": re.compile(
        rf"{_QUOTE}{_BRACKETS},?(?: ?[^\W\d]+,)? (?:est|était|fut|sont|étaient|is|was|are|were|"
        r"remains?|reste|became|devient|devint)(?: (?:also|aussi|alors|then|now|today|best|mieux))?"
        r"(?: (?:known as|connue?s? comme))? "
        rf"(?={_ARTICLE}|[a-zà-ÿ]+ (?:d[eu’']|of)\b)",
        re.IGNORECASE,
    ),
    "means": re.compile(
        rf"{_QUOTE}{_BRACKETS},? (?:means|(?:(?:may|can|peut) (?:also |aussi )?)?refers? to|"
        r"stands? for|denotes?|is short for|"
        r"désigne\w*|signifie\w*|correspond\w* à|veut dire|renvoie à|"
        r"is the (?:name|term) (?:of|for)) ",
        re.IGNORECASE,
    ),
    "relative": re.compile(rf"{_QUOTE}{_BRACKETS}{_AGE}, (?:qui|who|which) (?=[a-zà-ÿ])"),
    "apposition": re.compile(rf"{_QUOTE}{_BRACKETS}{_AGE}(?:, | [–—-] )(?={_ARTICLE}|[a-zà-ÿ])"),
    "brackets": re.compile(r"[”\"»’']{0,2} ?\((?=(?:[^\d()]|\d{4} [a-zà-ÿ])[^()]{2,80}\))"),
    "colon": re.compile(rf"{_QUOTE} ?: (?={_ARTICLE})", re.IGNORECASE),
}
# Words that no definition opens with.
_NO_DEFINITION = re.compile(
    r"(?:qui|que|dont|où|et|ou|mais|comme|selon|lors|après|avant|avec|par|dans|pour|né|née|il|elle|"
    r"ils|elles|on|nous|who|which|that|where|and|or|but|as|when|while|after|before|in|on|at|with|"
    r"by|from|of|for|to|so|if|born|aged|according|later|then|however|he|she|it|they|we|not|said|"
    r"says|told|added)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"[,.;:()«»“”\"\n]|\s[–—]\s|, (?:who|which|that|where|when|qui|que|dont|où|lorsque)\b"
)
_SOURCE = re.compile(r"\b(?:selon|d[’']après|pour|according to|for|avec|with) $", re.IGNORECASE)
_ROLE_BEFORE = re.compile(
    rf"({_ARTICLE}(?:(?!{_ARTICLE})[a-zà-ÿ\d][\w’'-]*,? ){{1,6}})[«“\"]?\s?$", re.IGNORECASE
)
_CALLED = re.compile(
    rf"({_ARTICLE}(?:[\w’'-]+ ){{1,6}}?),?(?:(?:is|was|est|était|qui s’appelle) )?"
    r"(?:called|named|dubbed|known as|entitled|titled|appelée?s?|nommée?s?|baptisée?s?|dite?s?|"
    r"intitulée?s?|surnommée?s?|connue?s? sous le nom d[e’u]s?) (?:the |l[ae] |l[’'])?[«“\"]?\s?$",
    re.IGNORECASE,
)
# "a déclaré Mme Perrin": an article in English, a verb in French.
_AUXILIARY = {"fr": re.compile(r"an? ", re.IGNORECASE), "en": re.compile(r"une? ", re.IGNORECASE)}
_WITHIN = re.compile(r"\b(?:in|on|at|for|during|dans|en|à|pour|lors|sur) $", re.IGNORECASE)
_TERM = frozenset("term word name title terme mot nom titre about".split())
_OPENS_BRACKET = re.compile(r" ?\([\"“«]?\s?$")
_QUOTED = re.compile(r"[«“\"]\s?([^«»“”\"]+?)\s?[»”\"]")


def identities(question: Question, weigher: Weigher) -> list[Candidate]:
    """Return what the one asked about is said to be, in the order of the text.

    The score is how sure the shape is that the definition stands in, 0 to 1.
    """
    asked = _asked(question)
    found = []
    for index, sentence in enumerate(weigher.reading.sentences):
        hit = weigher.reading.hit_of(sentence)
        for name, whole in _mentions(asked, sentence):
            for span, shape in _definitions(sentence, name, asked):
                support = support_traits(weigher.sentence(index), weigher)
                traits = {**support, shape: 1.0, "whole name": whole, "sort": _SURE[shape]}
                score = _SURE[shape] * whole
                found.append(
                    Candidate(hit, sentence, span.start, span.end, score, "identity", traits=traits)
                )
    return found


def _asked(question: Question) -> list[Word]:
    """The words of what is asked about: what is quoted, else the names, else what the terms say."""
    quoted = _QUOTED.search(question.text)
    if quoted:
        return words(question.text, question.language, *quoted.span(1))
    if terms := question.names or question.terms:
        return [term.word for term in terms]
    found = words(question.text, question.language)[1:]
    return [word for word in found if word.name or word.text.isdigit()]


def _mentions(asked: Sequence[Word], sentence: Sentence) -> Iterator[tuple[Span, float]]:
    """Yield where the sentence names the one asked about: 1, or less for the last name alone."""
    i = 0
    while asked and i < len(sentence.words):
        last = i
        while last < len(sentence.words) and last - i < len(asked):
            if not _is_any(sentence.words[last], asked):
                break
            last += 1
        met = sentence.words[i:last]
        if len(met) == len(asked) or (met and met[-1].name and _is(met[-1], asked[-1])):
            whole = 1.0 if len(met) == len(asked) else _SURNAME
            first = _with_first_names(sentence, i) if len(asked) == 1 else i
            yield Span(sentence.words[first].start, met[-1].end), whole
        i = max(last, i + 1)


def _with_first_names(sentence: Sentence, index: int) -> int:
    """Where a name begins of which only the last is asked: "assistant Ivan Belov" of Belov."""
    while index and sentence.words[index].name and sentence.words[index - 1].name:
        before, word = sentence.words[index - 1], sentence.words[index]
        opens = before.folded in STOP_WORDS[language_of(sentence.document)]
        if opens or sentence.text[before.end : word.start] not in (" ", "-"):
            break
        index -= 1
    return index


def _is(word: Word, other: Word) -> bool:
    return likeness(other, word) >= _SAME


def _is_any(word: Word, asked: Sequence[Word]) -> bool:
    return any(_is(word, other) for other in asked)


def _definitions(
    sentence: Sentence, name: Span, asked: Sequence[Word]
) -> Iterator[tuple[Span, str]]:
    """Yield what stands beside the name as its definition: at most one on either side."""
    text = sentence.text
    start = max(0, name.start - 100)
    is_source = bool(_SOURCE.search(text, start, name.start))
    for shape, opening in _BEHIND.items():
        match = opening.match(text, name.end)
        span = _stretch(sentence, match.end(), asked) if match else None
        # "Selon X, la directrice, …" says who X is; "Selon X, la grève, qui continue" does not.
        if span and (not is_source or _is_apposed(sentence, span)):
            yield span, shape
            break
    if _OPENS_BRACKET.search(text, start, name.start):  # "sapheno-femoral junction (SFJ)"
        yield from ((span, "stands for") for span in _before_bracket(sentence, name.start))
        return
    for shape, pattern in (("called", _CALLED), ("role", _ROLE_BEFORE)):
        match = pattern.search(text, start, name.start)
        if match and _names_what(sentence, match, shape):
            yield _trimmed(text, *match.span(1)), shape
            return


def _is_apposed(sentence: Sentence, span: Span) -> bool:
    """Whether words behind a source are what they are, and not what is told of the matter."""
    said = sentence.text[span.start : span.end]
    ended = sentence.text.startswith(",", span.end)
    return ended and is_person(said, language_of(sentence.document))


def _names_what(sentence: Sentence, match: re.Match[str], shape: str) -> bool:
    """Whether what stands before a name says what it is: not "a season of" or "the term"."""
    language = language_of(sentence.document)
    if _AUXILIARY[language].match(match.group(1)):
        return False
    own = [w for w in sentence.words if match.start(1) <= w.start < match.end(1)]
    if shape == "called" or not own:
        return bool(own)
    aside = match.group(1).rstrip().endswith(",") and _WITHIN.search(
        sentence.text, 0, match.start(1)
    )
    last = own[-1]
    return not (aside or last.name or last.folded in STOP_WORDS[language] or last.folded in _TERM)


def _before_bracket(sentence: Sentence, start: int) -> list[Span]:
    """The noun phrase right before the bracket that opens before `start`."""
    end = len(sentence.text[: sentence.text.rindex("(", 0, start)].rstrip())
    return [Span(p.start, end) for p in noun_phrases(sentence) if end in (p.end, p.tied)][:1]


def _stretch(sentence: Sentence, start: int, asked: Sequence[Word]) -> Span | None:
    """The definition that begins at `start`: to the end of its clause, or of its noun phrase."""
    text = sentence.text
    if _NO_DEFINITION.match(text, start):
        return None
    stop = _ENDS.search(text, start + 1)
    end = stop.start() if stop else len(text)
    if end - start > _LONGEST:
        near = [p for p in noun_phrases(sentence) if start <= p.start <= start + _TO_NOUN]
        end = max(near[0].tied, near[0].listed) if near else start
    span = _trimmed(text, start, end)
    own = [w for w in sentence.words if span.start <= w.start < span.end]
    if all(_is_any(w, asked) for w in own):
        return None
    return span


def _trimmed(text: str, start: int, end: int) -> Span:
    return Span(start, start + len(text[start:end].rstrip(' ,«“"')))
