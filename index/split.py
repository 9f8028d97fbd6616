"""Cut a document into sentences, and pack the sentences into passages.

A sentence ends at a stop (`. ! ? …`) followed by white space and something that can begin a
sentence, or at the end of its line: a newline always ends one, since titles, list items and
paragraphs of news texts stand on lines of their own. What remains is to know the stops that end
nothing: French and English abbreviations, initials and item numbers. Spans are found in place,
never rebuilt, so offsets are right by construction.
"""

import math
import re
from collections.abc import Iterator

from index.document import Document, Passage, Span
from index.headings import heading_text, headings
from index.lines import lines

# A stop, what closes a quotation or a bracket behind it, the gap, and what the rest begins with.
_STOP = re.compile(
    r"([.!?…]++)((?:\[\d{1,3}\]|[”\"’')\]*_]|\s*»)*+)(\s++|$)(?=[\s«\"“„‘'(\[—–\-•*_]*+(\S?))"
)
_BEFORE = re.compile(r"(?<![\w.\-])[\w.\-]*$")
_QUOTATION = 1000  # characters behind which a quotation is no longer looked for
_NEVER_FIRST = frozenset(",;:.!?…»”)]%")

# A long unbroken run (an address, a hash) counts as one word for every 50 characters.
_LONGEST = 50
_WORD = re.compile(rf"\S{{1,{_LONGEST}}}")

_ITEM_NUMBER = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[IVXivx]{1,5})")
_INITIALS = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])*")
_HOUR = re.compile(r"\d\s?[ap]\.\s?m$", re.IGNORECASE)
_FRENCH_HOUR, _MINUTES = re.compile(r"\d\s?h$", re.IGNORECASE), re.compile(r"[0-5]\d\b")
_ERA = re.compile(r"\b(?:av|apr?|avant|après)\.?\sJ\.-C$", re.IGNORECASE)
_TIME_ZONE = re.compile(
    r"[A-Z]{2,4}T\b|GMT|UTC|Z\b|(?:East|Pacif|Centr|Mount)\w+|\w+ (?:time|Time)\b"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)

# Nothing ends at these: a name or the rest of the phrase follows. Where the bare word also
# exists in the other language ("mm", "col", "ms"), only the capitalised form counts.
_TITLES = frozenset(
    "M MM Mr Mrs Ms Messrs Mme Mmes Mlle Mlles Mgr Dr Drs Pr Prof Gen Gén Col Capt Cpt Cmdr Cdr "
    "Lt Sgt Maj Adm Brig Gov Sen Rep Rev Hon Pres Amb Supt Insp Ste Mt Ft".split()
)
_LEADING = frozenset("cf vs env av approx e.g i.e c.-à-d c.à.d viz".split())
_BEFORE_NUMBER = frozenset(
    "p pp n no nos nº art al fig vol chap ch sect par éd ed t tél tel tab eq vers ca circa "
    "jan janv feb fév févr mar apr avr jun jul juil aug sep sept oct nov dec déc".split()
)
# These stand inside a sentence as well as at its end; the next word decides.
_MAYBE = frozenset(
    "inc ltd co corp bros cie sté jr sr st ave blvd bd boul dept dép est ex ph.d al hab max min "
    "univ dir coll trad réf ref éd exc".split()
)
_STARTERS = frozenset(
    "Le La Les L Un Une Des Du De D Il Elle Ils Elles On Ce Cet Cette Ces C Ça Cela Celui Celle "
    "Je J Tu Nous Vous Mon Ma Mes Son Sa Ses Notre Nos Votre Vos Leur Leurs Mais Et Ou Or Donc "
    "Car Dans En À Au Aux Pour Par Sur Sous Selon Après Avant Depuis Lors Lorsque Quand Si S Qu "
    "Que Qui Quel Quelle Où Avec Sans Entre Vers Chez Comme Ainsi Alors Aussi Puis Enfin "
    "Ensuite Pourtant Cependant Toutefois Néanmoins Tout Tous Toute Toutes Plusieurs Certains "
    "Aucun Aucune Ni Ne N Y The A An He She It They We I You This That These Those His Her Its "
    "Their Our My Your But And So Yet Nor In At For With Without From To By Of As After Before "
    "Since Until When While Where If Although Though Because However Meanwhile Moreover There "
    "Here Then Now What Which Who Why How No Not Yes Some Many Most Both Each Every Several "
    "According Under Over During".split()
)
_NAME_PARTICLES = frozenset("Le La Les L De Des Du D A".split())
_ABBREVIATIONS = _LEADING | _BEFORE_NUMBER | _MAYBE | {title.lower() for title in _TITLES}


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of `text[start:end]`, in order, trimmed; offsets count from `text[0]`.

    Every character that is not white space lies in exactly one of them. A quotation that holds
    several sentences is cut between them, but not where it only hesitates ("…").
    """
    found = []
    for line in lines(text, start, len(text) if end is None else end):
        begin = line.start
        for stop in _STOP.finditer(text, line.start, line.end):
            if _ends_sentence(text, begin, stop):
                found.append(Span(begin, stop.start(3)))
                begin = stop.end()
        if begin < line.end:
            found.append(Span(begin, line.end))
    return found


def passages(document: Document, window: int = 110) -> list[Passage]:
    """Pack the document's body into passages of whole sentences, about `window` words each.

    The passages of one section are balanced, so that none is a small remainder; a heading starts
    a new section and stands in `Passage.heading` of all its passages, not in their text. A
    sentence longer than the window is a passage of its own, and one longer than three windows
    (a text without punctuation) is cut between words. Every character of the body that is not
    white space lies in exactly one passage or in a heading above one.
    """
    packed: list[Passage] = []
    for heading, body in _sections(document.text, document.body_start, document.body_end):
        for span in _pack(document.text, body, window):
            packed.append(
                Passage(
                    id=f"{document.id}-{len(packed)}",
                    document_id=document.id,
                    start=span.start,
                    end=span.end,
                    text=document.text[span.start : span.end],
                    heading=heading,
                )
            )
    return packed


def _ends_sentence(text: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether a match of `_STOP` ends the sentence that begins at `begin`."""
    signs, close, _gap, first = stop.groups()
    if not first:
        return True
    if (
        signs in ("...", "…")
        and not close
        and _in_quotation(text[max(begin, stop.start() - _QUOTATION) : stop.start()])
    ):
        return False  # a quotation that hesitates goes on
    if first.islower() or first in _NEVER_FIRST:
        return False
    if signs != "." or close:
        return True
    # A window keeps the whole linear: no abbreviation is longer.
    at, after = stop.start(), stop.start(4)
    head = text[max(begin, at - 24) : at]
    return _ends_in_word(head) or not _is_abbreviation(head, text[after : after + 24])


def _in_quotation(text: str) -> bool:
    """Whether a quotation that a text opens is not closed in it."""
    opened = max(text.rfind(mark) for mark in "«“")
    return opened > max(text.rfind(mark) for mark in "»”") or text.count('"') % 2 == 1


def _ends_in_word(head: str) -> bool:
    """Whether a text ends in a word that no rule for abbreviations can be about, as most do."""
    word = head.replace("’", " ").replace("'", " ").rpartition(" ")[2]
    if len(word) < 2 or not word.isalpha() or word.lower() in _ABBREVIATIONS:
        return False
    return word.strip("IVXivx") != ""


def _is_abbreviation(head: str, tail: str) -> bool:
    """Whether the full stop between both belongs to an abbreviation, an initial or a number."""
    found = _BEFORE.search(head)
    word = found[0].strip(".-") if found else ""
    if word in _TITLES or word.lower() in _LEADING or _ITEM_NUMBER.fullmatch(head):
        return True
    if tail[0].isdigit() and word.lower() in _BEFORE_NUMBER:
        return True
    if _HOUR.search(head):
        return _TIME_ZONE.match(tail) is not None
    if _ERA.search(head):
        return False
    if _FRENCH_HOUR.search(head):
        return _MINUTES.match(tail) is not None
    starter = re.split(r"[\s’'-]", tail, maxsplit=1)[0]
    if word[:1].isupper() and _INITIALS.fullmatch(word):
        is_name = len(word) == 1 or "-" in word
        return starter not in _STARTERS or (is_name and starter in _NAME_PARTICLES)
    return word.lower() in _MAYBE and starter not in _STARTERS


def _sections(text: str, start: int, end: int) -> Iterator[tuple[str | None, Span]]:
    """The stretches of text between headings, each with the heading above it."""
    heading: str | None = None
    begin = start
    for line in headings(text, start, end):
        if text[begin : line.start].strip():
            yield heading, Span(begin, line.start)
            heading = None
        said = heading_text(text, line)
        heading = f"{heading} – {said}" if heading else said
        begin = line.end
    yield heading, Span(begin, end)


def _pack(text: str, body: Span, window: int) -> Iterator[Span]:
    """Group the sentences of one section into spans of about equal size."""
    spans, sizes = _measured(text, body, window)
    remaining = sum(sizes)
    # A tenth above the window is better than a remainder of a tenth on its own.
    limit = 1.1 * window
    first = 0
    while first < len(spans):
        share = remaining / math.ceil(remaining / limit)
        size, last = sizes[first], first + 1
        while last < len(spans):
            grown = size + sizes[last]
            if grown > limit or grown - share > share - size:
                break
            size, last = grown, last + 1
        yield Span(spans[first].start, spans[last - 1].end)
        remaining -= size
        first = last


def _measured(text: str, body: Span, window: int) -> tuple[list[Span], list[int]]:
    """The sentences, the equal parts of those that are longer than three windows; their words."""
    spans, sizes = list[Span](), list[int]()
    for sentence in sentences(text, *body):
        size = _size(text[sentence.start : sentence.end])
        if size <= 3 * window:
            spans.append(sentence)
            sizes.append(size)
            continue
        parts = _parts(text, sentence, window)
        spans += parts
        sizes += [_size(text[part.start : part.end]) for part in parts]
    return spans, sizes


def _parts(text: str, sentence: Span, window: int) -> list[Span]:
    """The equal parts, of no more words than the window, of a long sentence."""
    words = [match.span() for match in _WORD.finditer(text, *sentence)]
    step = math.ceil(len(words) / math.ceil(len(words) / window))
    parts = [words[index : index + step] for index in range(0, len(words), step)]
    return [Span(part[0][0], part[-1][1]) for part in parts]


def _size(text: str) -> int:
    """Words in a text."""
    words = text.split()
    if max(map(len, words)) <= _LONGEST:
        return len(words)
    return sum(math.ceil(len(word) / _LONGEST) for word in words)
