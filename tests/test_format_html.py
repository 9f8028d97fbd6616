"""Web pages: the article without the page, in the page's encoding, with what its head says."""

import datetime as dt

import pytest

from index.errors import UnreadableDocument
from index.formats.html import extract_html
from index.metadata import Metadata

ARTICLE = """
<h1>The old bridge closes</h1>
<p>The old bridge over the river closed on <b>Monday</b>, after ninety years of traffic.</p>
<h2>A dam to pass</h2>
<p>Traffic goes by the dam, which the town opened in the spring.<br>It is narrow.</p>
<ul><li>The dam is <em>300</em> m long.</li><li>The bridge was shorter.</li></ul>
<table><tr><th>Year</th><th>Cars</th></tr><tr><td>2023</td><td>12,000</td></tr></table>
<blockquote><p>It is a loss for all of us, said a woman who lives near the bridge.</p></blockquote>
"""
TEXT = """# The old bridge closes

The old bridge over the river closed on Monday, after ninety years of traffic.

## A dam to pass

Traffic goes by the dam, which the town opened in the spring.
It is narrow.

- The dam is 300 m long.
- The bridge was shorter.

Year | Cars
2023 | 12,000

It is a loss for all of us, said a woman who lives near the bridge."""
AROUND = {
    "navigation": "<nav><ul><li><a href=1>Home</a><li><a href=2>Sport</a></ul></nav>",
    "cookies": '<div id="cookie-banner"><p>We use cookies to make this site work better for you.'
    "</p><button>Accept all</button></div>",
    "comments": '<section id="comments"><h2>Comments</h2><div class="comment"><p>I never liked that'
    " bridge, and neither did my mother.</p></div></section>",
    "related": '<aside class="related"><h2>Read also</h2><a href=3>Ten ways to cook</a></aside>',
    "foot": "<footer><p>© 2025 The Echo. All rights reserved.</p></footer>",
    "script": "<script>var bridge = 'closed';</script><style>p { color: red }</style>",
}


def page(body: str, head: str = "", root: str = "") -> str:
    return f"<!doctype html><html {root}><head>{head}</head><body>{body}</body></html>"


def metadata(head: str, root: str = "") -> Metadata:
    return extract_html(page(f"<article>{ARTICLE}</article>", head, root)).metadata


def test_an_article_keeps_its_headings_lists_and_tables() -> None:
    assert extract_html(page(f"<article>{ARTICLE}</article>")).text == TEXT


@pytest.mark.parametrize("around", AROUND)
def test_the_page_around_the_article_is_left_out(around: str) -> None:
    body = f"<main><article>{ARTICLE}</article></main>"
    for placed in (AROUND[around] + body, body + AROUND[around]):
        assert extract_html(page(placed)).text == TEXT


def test_a_short_notice_is_read_without_the_page() -> None:
    body = "<article><p>The bridge is closed until Monday, the town hall says today.</p></article>"
    assert extract_html(page(AROUND["navigation"] + body + AROUND["foot"])).text == (
        "The bridge is closed until Monday, the town hall says today."
    )


def test_where_there_is_no_article_the_body_is_read() -> None:
    body = (
        f"{AROUND['script']}<p>It rained.</p><div>It <b>snowed</b>.</div><ul><li>Hail<li>Fog</ul>"
    )
    assert extract_html(page(body)).text == "It rained.\n\nIt snowed.\n\n- Hail\n- Fog"


def test_french_spaces_are_kept() -> None:
    body = f"<article>{ARTICLE}<p>Il dit&nbsp;: «\u202foui\u202f».</p></article>"
    assert "Il dit\u00a0: «\u202foui\u202f»." in extract_html(page(body)).text


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("utf-8", '<meta charset="iso-8859-1">'),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("cp1252", '<meta charset="iso-8859-1">'),
        ("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'),
        ("iso8859-15", '<meta charset="iso-8859-15">'),
        ("cp1252", '<meta charset="no-such-thing">'),
        ("cp1252", '<meta charset="punycode">'),
        ("cp1252", ""),
    ],
)
def test_a_page_is_read_in_its_encoding(encoding: str, head: str) -> None:
    said = "L’été, le château est fermé à Lutrine, où la forêt a brûlé."
    if encoding == "iso8859-15":
        said = said.replace("’", "'") + " 3 €"
    data = page(f"<article><p>{said}</p></article>", head).encode(encoding)
    assert extract_html(data).text == said


def test_json_ld_tells_the_article() -> None:
    head = """<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "name": "x"},
    {"@type": "NewsArticle", "headline": "A bridge &amp; a dam", "keywords": ["roads", "towns"],
    "datePublished": "2025-10-16T14:30:00+02:00", "inLanguage": "fr",
    "publisher": {"@type": "Organization", "name": "The Echo"}}]}</script>
    <meta property="og:title" content="Another">"""
    zone = dt.timezone(dt.timedelta(hours=2))
    assert metadata(head) == Metadata(
        title="A bridge & a dam",
        publisher="The Echo",
        published_at=dt.datetime(2025, 10, 16, 14, 30, tzinfo=zone),
        tags=("roads", "towns"),
        language="fr",
    )


def test_meta_fields_tell_the_article() -> None:
    head = """<meta property="og:title" content="A bridge – The Echo">
    <meta property="og:site_name" content="The Echo"><meta name="keywords" content="roads, towns">
    <meta property="article:published_time" content="2025-10-16"><title>Else</title>"""
    assert metadata(head, 'lang="en-GB"') == Metadata(
        title="A bridge",
        publisher="The Echo",
        published_at=dt.date(2025, 10, 16),
        tags=("roads", "towns"),
        language="en-GB",
    )


def test_the_only_first_heading_is_the_title_of_a_page_that_names_none() -> None:
    assert metadata("<title>The Echo | Home</title>").title == "The old bridge closes"


def test_a_page_without_a_heading_has_its_title_without_the_site() -> None:
    found = extract_html(page("<p>It rained.</p>", "<title>Rain all day | The Echo</title>"))
    assert found.metadata.title == "Rain all day"


def test_a_date_that_is_none_is_passed_over() -> None:
    head = '<meta name="date" content="soon"><meta name="dc.date" content="2025-10-16">'
    assert metadata(head).published_at == dt.date(2025, 10, 16)


@pytest.mark.parametrize(
    "script",
    ["[" * 5000, "{", '{"@type": 5}', "[[1]]", '{"@type": ["Article"], "publisher": [null]}'],
)
def test_odd_json_ld_is_passed_over(script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script>'
    assert metadata(head).title == "The old bridge closes"


@pytest.mark.parametrize("data", [b"", b" ", b"<html></html>", b"<script>x = 1", b"<!-- x -->"])
def test_a_page_without_text_is_empty_or_refused(data: bytes) -> None:
    try:
        assert extract_html(data).text == ""
    except UnreadableDocument as error:
        assert str(error) == "it holds no text"


@pytest.mark.parametrize(
    "data",
    [b"<div>" * 100_000 + b"deep", b"<ul><li>x" * 100_000, b"<p>" + b"word " * 2_200_000],
    ids=["nested", "lists", "one long text"],
)
def test_a_page_too_deep_or_too_long_is_refused_and_not_cut(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="too deep or too long"):
        extract_html(data)


def test_the_same_bytes_give_the_same_text() -> None:
    data = page(f"<article>{ARTICLE}</article>").encode()
    assert extract_html(data) == extract_html(data)


def test_a_second_paragraph_of_an_item_has_no_mark() -> None:
    body = "<nav>x</nav><ul><li><p>It rained.</p><p>It poured.</p></li></ul>"
    assert "- It rained.\nIt poured." in extract_html(page(body)).text


def test_of_two_first_headings_neither_is_the_title() -> None:
    body = "<h1>The Echo</h1><h1>Rain</h1><p>It rained.</p>"
    assert extract_html(page(body, "<title>All about rain</title>")).metadata.title == (
        "All about rain"
    )
