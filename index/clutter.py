"""Where the article lies in a text saved from a page: below its navigation, above its links.

What a site puts around an article is told by its words ("Lire plus tard", "All rights reserved")
or by its shape: links are lines without final punctuation, one after the other, at the very end.
Sentences are never taken for clutter, so that no text of the article is lost; lines in doubt
stay.
"""

import re
from itertools import islice

from index.document import Span
from index.lines import lines
from index.split import sentences

# So far a site's head and foot reach, in lines and in characters.
_HEAD_ROWS, _HEAD = 30, 20_000
_FOOT_CHARACTERS = 40_000
_APART = 3  # lines of title, author and date between two lines of a site's head

_CLUTTER_LINES = 3
_CLUTTER_WORDS = 30
_TITLE_WORDS = 20
_CLOSERS = " »”\"’')]\u00a0\u202f*_"
_MARKER = re.compile(r"[-–—•*·▪‣>|]+")
_MARKDOWN_HEADING = re.compile(r"^#{1,6}[^\S\n]+\S", re.MULTILINE)
_CRUMBS = re.compile(r"[^>›»/|.!?:;]{1,30}(?:\s[>›»/|]\s[^>›»/|.!?:;]{1,40}){2,6}")

# Lines that only a site writes, at the top of a page; a number or a bracket may follow.
_SIGN = re.compile(
    r"(?:lire plus tard|se connecter|connectez-vous|connexion"
    r"|(?:s[’']|je m[’'])(?:abonne|inscri)\w*|abonnez-vous.{0,40}|mon compte|créer un compte"
    r"|partager?(?: (?:l[’']|cet )article)?"
    r"|partager (?:sur|par|via) .{1,30}|aller au contenu(?: principal)?|passer au contenu"
    r"|copier le lien|écouter l[’']article|offrir (?:cet |l[’'])article|article réservé aux abonnés"
    r"|réservé aux abonnés|ajouter (?:à mes|aux) favoris|envoyer par e-?mail|lecture \d+ min\.?"
    r"|temps de lecture.{0,20}|publicité|nos newsletters|s[’']identifier"
    r"|read later|save for later|(?:sign|log) in|sign up|subscribe(?: now)?|my account"
    r"|create (?:an )?account|share(?: (?:this )?(?:article|story|page))?|share (?:on|via) .{1,30}"
    r"|skip to (?:main )?content|copy link|listen to (?:this )?article|gift (?:this )?article"
    r"|subscribers only|advertisement|\d+ min(?:ute)?s? read|add to favou?rites)(?:\W*\d*\W*)",
    re.IGNORECASE,
)
# Words that a site writes and an article may: they count beside another such line.
_MAYBE_SIGN = re.compile(
    r"(?:accueil|menu|rechercher?|rubriques|en direct|à la une|suivre|imprimer|commenter"
    r"|commentaires?|réagir|fermer|facebook|twitter|x|whatsapp|linkedin|instagram|e-?mail|newsletters?"
    r"|actualités?|monde|politique|économie|sport|culture|société|international|vidéos?|podcasts?"
    r"|home|search|news|world|politics|business|sports?|opinion|arts|live|follow|print|save"
    r"|comments?|close|videos?|sections|more)(?:\W*\d*\W*)",
    re.IGNORECASE,
)
# What stands above a list of links.
_READ_MORE = re.compile(
    r"(?:(?:à |a )?(?:lire|voir|découvrir) (?:aussi|également|plus)|sur le même (?:sujet|thème)"
    r"|(?:les )?(?:articles )?(?:les )?plus (?:lus|récents)|dans la même (?:rubrique|catégorie)"
    r"|(?:nos |les )?derniers articles|vous (?:aimerez|pourriez) aussi.{0,20}|recommandé pour vous"
    r"|articles (?:liés|similaires|récents)|related(?: (?:articles|stories|content|topics|posts))?"
    r"|read (?:more|also|next)|recommended(?: for you| reading)?|see also|more stories|up next"
    r"|more (?:on|from) .{1,30}|most (?:read|popular)|you (?:may|might) also like"
    r"|latest (?:news|stories)|popular (?:now|stories)|follow us|suivez-nous)(?:\s*:.{0,160}|\W*)",
    re.IGNORECASE,
)
# What a site says in sentences below an article.
_FOOT = re.compile(
    r"(?:©|\(c\) ?\d{4}|copyright\b).*"
    r"|.{0,80}\b(?:tous droits réservés|all rights reserved)\b.{0,80}"
    r"|(?:inscrivez-vous|abonnez-vous|sign up|subscribe)\b.{0,160}"
    r"|(?:recevez|get|join|rejoignez|découvrez)\b.{0,120}\b(?:newsletters?|infolettre)\b.{0,80}"
    r"|(?:suivez|retrouvez|rejoignez)-nous\b.{0,100}|(?:follow|find|join) us (?:on|at)\b.{0,100}"
    r"|(?:partagez|share) (?:cet|this|l[’'])\s?(?:article|story|post|page).{0,60}"
    r"|cet article vous a (?:plu|intéressé).{0,80}"
    r"|(?:did you )?(?:enjoy|like)(?:ed)? this (?:article|story).{0,60}"
    r"|(?:mentions légales|politique de confidentialité|privacy policy|terms of (?:use|service))"
    r".{0,120}",
    re.IGNORECASE,
)


def site_lines(text: str, head: Span) -> list[Span]:
    """Return the lines of navigation at the top of a text, in order.

    Lines of title, author and date may stand among them; the first sentence ends the site's head.
    """
    rows = list(islice(lines(text, head.start, min(head.end, head.start + _HEAD)), _HEAD_ROWS))
    sure = [_is_sign(text, row) for row in rows]
    maybe = [one or _is_maybe_sign(text, row) for one, row in zip(sure, rows, strict=True)]
    found: list[Span] = []
    apart = 0
    for index, row in enumerate(rows[:-1]):
        is_beside = any(maybe[max(0, index - 1) : index]) or maybe[index + 1]
        if sure[index] or (maybe[index] and is_beside):
            found.append(row)
            apart = 0
            continue
        apart += 1
        if apart > _APART or _is_sentence(text, row):
            break
    return found


def _is_sign(text: str, row: Span) -> bool:
    """Whether only a site writes such a line: what a reader may do, or the path to the page."""
    said = text[row.start : row.end]
    return bool(_SIGN.fullmatch(said) or _CRUMBS.fullmatch(said))


def _is_maybe_sign(text: str, row: Span) -> bool:
    said = text[row.start : row.end].lstrip("-–—•*· ")
    return not said or bool(_MAYBE_SIGN.fullmatch(said))


def _is_sentence(text: str, row: Span) -> bool:
    said = text[row.start : row.end].rstrip(_CLOSERS)
    words = len(said.split())
    return words > _TITLE_WORDS or (words > 1 and said.endswith((".", "…", ";", ",")))


def body_end(text: str, body: Span) -> int:
    """Return where the article ends: above the site's links and its foot, or at the end.

    Links scraped with a page are a run of lines without final punctuation at the very end. Below
    a line that stands above links ("À lire aussi"), one such line is enough. A run is kept as part
    of the article when a line ending in a colon introduces it, when it is as long as the text
    above it, and in markdown, whose lists are written on purpose.
    """
    if _MARKDOWN_HEADING.search(text, *body):
        return body.end
    begin = text.find("\n", max(body.start, body.end - _FOOT_CHARACTERS))
    is_whole = body.end - body.start <= _FOOT_CHARACTERS
    rows = list(lines(text, body.start if is_whole else max(begin, body.start), body.end))
    kept = len(rows) - len(_run(text, rows))
    if kept in (0, len(rows)):
        return body.end
    above = rows[kept - 1]
    if body.end - above.end > above.end - body.start:
        return body.end
    return above.end


def _run(text: str, rows: list[Span]) -> list[Span]:
    """Return the last lines that belong to the site."""
    first = len(rows)
    while first > 0 and _is_loose(text, rows[first - 1]):
        first -= 1
    run = rows[first:]
    tops = [n for n, row in enumerate(run) if _is_top(text, row)]
    # A title that asks is no link unless something says that links follow.
    asks = [n for n, row in enumerate(run[: tops[0] if tops else None]) if _asks(text, row)]
    run = run[asks[-1] + 1 :] if asks else run
    tops = [n - (asks[-1] + 1 if asks else 0) for n in tops]
    plain = [row for row in run if not _MARKER.fullmatch(text[row.start : row.end])]
    is_introduced = first > 0 and not asks and text[rows[first - 1].end - 1] == ":"
    before = run[: tops[0]] if tops else plain
    if len(plain) >= _CLUTTER_LINES and len(before) >= _CLUTTER_LINES and not is_introduced:
        return run
    return run[tops[0] :] if tops else []


def _is_top(text: str, row: Span) -> bool:
    """Whether a line says that links follow, or is one of a site's foot."""
    said = text[row.start : row.end].lstrip("-–—•*· ")
    if len(said.split()) > _CLUTTER_WORDS:
        return False
    return any(shape.fullmatch(said) for shape in (_FOOT, _READ_MORE, _SIGN))


def _asks(text: str, row: Span) -> bool:
    return text[row.start : row.end].rstrip(_CLOSERS).endswith(("?", "!"))


def _is_loose(text: str, row: Span) -> bool:
    """Whether the line reads as a link or a label: short, and no sentence that states something."""
    said = text[row.start : row.end]
    if _is_top(text, row):
        return True
    if said.rstrip(_CLOSERS).endswith((".", "…", ":", ";", ",")) or said[0].islower():
        return False
    return len(said.split()) <= _CLUTTER_WORDS and len(sentences(text, *row)) == 1
