"""What a web page says of itself: JSON-LD, Open Graph and meta fields, its language."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from index.metadata import Metadata, parse_stamp, usable_title

_LD_CHARACTERS = 1_000_000
_ARTICLES = ("Article", "Posting", "Report")
_TITLES = ("og:title", "twitter:title", "citation_title", "dc.title", "dcterms.title", "title")
_PUBLISHERS = ("og:site_name", "publisher", "citation_publisher", "dc.publisher")
_DATES = (
    *("article:published_time", "og:article:published_time", "datepublished", "publish-date"),
    *("publish_date", "pubdate", "publication_date", "parsely-pub-date", "sailthru.date"),
    *("citation_publication_date", "dc.date.issued", "dcterms.issued", "dcterms.created"),
    *("dc.date", "dcterms.date", "date"),
)
_TAGS = ("article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags")
_LANGUAGES = ("content-language", "og:locale", "dc.language", "language")
_SITE = re.compile(r"\s+[|–—·•-]\s+[^|–—·•]{1,40}$")


def page_metadata(tree: Any) -> Metadata:
    """Return what the page's head says; a field that is blank or no date counts as missing."""
    named = _named(tree)
    article = next(_articles(tree), {})
    publisher = _name(article.get("publisher")) or _first(named, _PUBLISHERS)
    title = _word(article.get("headline")) or _first(named, _TITLES) or _top(tree)
    dates = [_word(article.get("datePublished")), *_all(named, _DATES), *_times(tree)]
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    return Metadata(
        title=usable_title(_without_site(title, publisher)),
        publisher=publisher,
        published_at=next((day for day in map(parse_stamp, dates) if day), None),
        tags=_tags(article, named),
        language=language or _word(article.get("inLanguage")) or _first(named, _LANGUAGES),
    )


def _named(tree: Any) -> dict[str, list[str]]:
    """Return the contents of the page's meta elements, by name in lower case."""
    named: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        said = _word(meta.get("content"))
        for attribute in ("name", "property", "itemprop", "http-equiv"):
            name = meta.get(attribute)
            if name and said:
                named.setdefault(name.strip().lower(), []).append(said)
    return named


def _articles(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD objects of the page that are articles."""
    for script in tree.iter("script"):
        written = script.text or ""
        if script.get("type") != "application/ld+json" or len(written) > _LD_CHARACTERS:
            continue
        try:
            found = json.loads(written)
        except (ValueError, RecursionError):
            continue
        objects = found if isinstance(found, list) else [found]
        objects += [o for one in objects if isinstance(one, dict) for o in _list(one.get("@graph"))]
        for one in objects:
            kinds = _list(one.get("@type")) if isinstance(one, dict) else []
            if any(isinstance(kind, str) and kind.endswith(_ARTICLES) for kind in kinds):
                yield one


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _word(value: Any) -> str | None:
    """Return a value's words on one line; None for what is no string or blank."""
    return " ".join(html.unescape(value).split()) or None if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    """Return the name of a JSON-LD organisation, given as an object, a list or a string."""
    for one in _list(value):
        name = _word(one.get("name") if isinstance(one, dict) else one)
        if name and not name.startswith("http"):
            return name
    return None


def _all(named: dict[str, list[str]], names: tuple[str, ...]) -> list[str]:
    return [said for name in names for said in named.get(name, ())]


def _first(named: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next(iter(_all(named, names)), None)


def _top(tree: Any) -> str | None:
    """Return the page's only first-rank heading, or else its title without the site's name."""
    tops = [_word("".join(top.itertext())) for top in tree.iter("h1")]
    if len(tops) == 1 and tops[0]:
        return tops[0]
    title = next((_word("".join(t.itertext())) for t in tree.iter("title")), None)
    return (_SITE.sub("", title) or title) if title else None


def _without_site(title: str | None, publisher: str | None) -> str | None:
    """Return the title without the name of the site behind a dash or a bar."""
    if not title or not publisher:
        return title
    return re.sub(rf"\s+[|–—·•-]\s+{re.escape(publisher)}$", "", title) or title


def _times(tree: Any) -> list[str]:
    """Return the times that the page marks as those of publication, or its only time."""
    times = [time for time in tree.iter("time") if time.get("datetime")]
    marked = [
        time
        for time in times
        if time.get("pubdate") is not None or time.get("itemprop") == "datePublished"
    ]
    return [time.get("datetime") for time in marked or (times if len(times) == 1 else [])]


def _tags(article: dict[str, Any], named: dict[str, list[str]]) -> tuple[str, ...]:
    written = [word for word in map(_word, _list(article.get("keywords"))) if word]
    if not written:
        written = next((named[name] for name in _TAGS if name in named), [])
    tags = [tag.strip() for said in written for tag in said.split(",")]
    return tuple(dict.fromkeys(tag for tag in tags if tag))
