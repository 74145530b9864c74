"""HTML: main text without menus, nothing that nobody saw, and only what the page declares of itself."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from index.readers import mhtml
from index.readers.html import reader as html
from index.types import Reading, UnreadableFile
from tests.index.lawful import assert_lawful, body, of_kind

MAIN = """
<h1>Remote consoles</h1>
<p>Operators shall close <a href="/x">management</a> interfaces by 31 January 2026. Fines reach 2 million crowns.</p>
<h2>Who</h2>
<p>The rule binds every operator with more than 2,000 subscribers in the country.</p>
<ul><li>Essential operators</li><li>Important operators<ul><li>of cable networks</li></ul></li></ul>
<table><tr><th>Measure</th><th>Deadline</th></tr><tr><td>Close</td><td>31 January 2026</td></tr></table>
<table><tr><td>Contact</td><td>Duty desk</td></tr><tr><td>Room</td><td>12</td></tr></table>
"""


def page(main: str = MAIN, *, head: str = "", attributes: str = 'lang="en-GB"') -> str:
    return f"""<!DOCTYPE html><html {attributes}><head><title>Remote consoles | Bureau of Nets</title>{head}</head><body>
    <header><nav><ul><li><a href="/jobs">Careers: 14 open positions</a></li></ul></nav></header>
    <main><article>{main}</article></main><footer>Copyright 2031 Bureau of Nets. All rights reserved.</footer></body></html>"""


def read(words: str) -> Reading:
    reading = html.read(words.encode(), "page.html")
    assert_lawful(reading)
    return reading


def test_main_text_is_read_in_blocks_and_menus_are_not() -> None:
    reading = read(page())
    assert "Operators shall close management interfaces by 31 January 2026." in body(reading)
    assert of_kind(reading, "heading") == ["Remote consoles", "Who"]
    assert of_kind(reading, "list") == ["Essential operators\nImportant operators\nof cable networks"]
    assert of_kind(reading, "table") == [
        "Measure: Close; Deadline: 31 January 2026.",
        "Contact: Duty desk.\nRoom: 12.",
    ]
    assert "Careers" not in reading.text
    assert "Copyright" not in reading.text


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">SECRET</p>',
        '<p style="visibility: hidden">SECRET</p>',
        '<p style="font-size:0px">SECRET</p>',
        '<p style="opacity:0">SECRET</p>',
        '<p style="position:absolute;left:-9999px">SECRET</p>',
        '<p style="text-indent:-5000px">SECRET</p>',
        '<p style="color:#FFF">SECRET</p>',
        '<p style="color: white; background: white">SECRET</p>',
        '<p style="color:red;background-color:red">SECRET</p>',
        "<p hidden>SECRET</p>",
        '<p aria-hidden="true">SECRET</p>',
        "<!-- SECRET -->",
        "<template><p>SECRET</p></template>",
        "<noscript><p>SECRET</p></noscript>",
        "<script>var x = 'SECRET'</script>",
        '<p class="gone">SECRET</p>',
        '<div id="off"><p>SECRET</p></div>',
        '<div style="display:none"><div><p>SECRET</p></div></div>',
        '<p>Seen <span style="display:none">SECRET</span> words stay.</p>',
        "<textarea>SECRET</textarea>",
    ],
)
def test_what_nobody_saw_is_not_in_the_text(hidden: str) -> None:
    sheet = "<style>.a, p.gone {color:red; display: none} #off{visibility:hidden} @media print {.seen{display:none}}</style>"
    reading = read(
        page(f"{MAIN}{hidden}<p>The last paragraph is seen by everybody who reads on.</p>", head=sheet)
    )
    assert "SECRET" not in reading.text
    assert "The last paragraph is seen by everybody who reads on." in body(reading)


@pytest.mark.parametrize(
    "struck",
    [
        "<del>Kaspersky</del>",
        "<s>Kaspersky</s>",
        "<strike><b>Kaspersky</b></strike>",
        '<span style="color:red; text-decoration: line-through">Kaspersky</span>',
    ],
)
def test_words_that_are_struck_out_stand_no_longer(struck: str) -> None:
    reading = read(
        page(f"{MAIN}<p>Thetaland bans {struck} Huawei, and <ins>from May on</ins> buys ropes.</p>")
    )
    assert "Thetaland bans Huawei, and from May on buys ropes." in body(reading)


def test_white_words_on_a_colour_are_seen() -> None:
    page = (
        "<h1>Cranes</h1><table><tr style='background: #003366'>"
        "<th><span style='color: #fff'>Port</span></th><th style='color:white'>Cranes</th></tr>"
        "<tr bgcolor='#000000'><td><font style='color:#ffffff'>Sud</font></td><td>12</td></tr></table>"
        "<div style='background:black'><p style='color:white;background:transparent'>The port pays half of it.</p></div>"
        "<p style='color:white'>SECRET</p>"
    )
    text = html.read(page.encode(), "cranes.html").text
    assert "Port: Sud; Cranes: 12." in text
    assert "The port pays half of it." in text
    assert "SECRET" not in text


def test_what_only_printing_hides_is_seen() -> None:
    sheet = "<style>@media print { .seen { display: none } }</style>"
    assert (
        "Read this sentence." in read(page(f'{MAIN}<p class="seen">Read this sentence.</p>', head=sheet)).text
    )


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2025-11-04T10:00:00+01:00">', "2025-11-04"),
        ('<meta name="DC.date" content="4 November 2025">', "2025-11-04"),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"H","datePublished":"2025-11-04"}</script>',
            "2025-11-04",
        ),
        (
            '<script type="application/ld+json">{"@graph":[{"datePublished":"2025-11-04"}]}</script>',
            "2025-11-04",
        ),
        ('<script type="application/ld+json">{broken</script>', ""),
        ("", ""),
    ],
)
def test_dates_are_only_those_the_page_declares(head: str, published: str) -> None:
    assert read(page(head=head)).metadata.published == published


def test_a_copyright_year_and_dates_in_sentences_are_no_publication_date() -> None:
    assert read(page()).metadata.date == ""


def test_title_site_language_and_address_are_declared() -> None:
    head = (
        '<meta property="og:site_name" content="Bureau of Nets"><meta property="og:title" content="Remote consoles - Bureau of Nets">'
        '<link rel="canonical" href="https://nets.gov.au/consoles"><meta property="article:modified_time" content="2026-01-02">'
    )
    known = read(page(head=head)).metadata
    assert (known.title, known.publisher, known.language) == ("Remote consoles", "Bureau of Nets", "en")
    assert (known.url, known.country, known.revised) == (
        "https://nets.gov.au/consoles",
        "Australia",
        "2026-01-02",
    )


def test_the_only_time_of_the_article_is_its_date() -> None:
    assert (
        read(page(f'<time datetime="2025-11-04">yesterday</time>{MAIN}')).metadata.published == "2025-11-04"
    )


def test_a_page_in_another_language_keeps_its_words() -> None:
    main = "<h1>通告</h1><p>日本政府は国内企業に対し、情報漏えいの可能性を警告した。</p><p>関係者が明らかにした。</p>"
    reading = read(page(main, attributes='lang="ja"'))
    assert reading.metadata.language == "ja"
    assert "日本政府は国内企業に対し、情報漏えいの可能性を警告した。" in body(reading)


def test_a_cell_over_several_rows_stands_in_each() -> None:
    table = (
        "<table><tr><th>Net</th><th>Who</th><th>When</th></tr><tr><td rowspan=2>Cable</td><td>A</td><td>May</td></tr>"
        "<tr><td>B</td><td>June</td></tr></table>"
    )
    assert "Net: Cable; Who: B; When: June." in read(page(MAIN + table)).text


def test_line_breaks_in_twos_part_paragraphs() -> None:
    assert of_kind(
        read("<p>First words stand here.<br><br>Second words stand here.<br>And go on.</p>"), "text"
    ) == ["First words stand here.\n\nSecond words stand here. And go on."]


@pytest.mark.parametrize("control", ["\x0b", "\x01", "&#11;", "\uffff"])
def test_a_control_character_beside_what_is_hidden_breaks_nothing(control: str) -> None:
    [text] = of_kind(read(f"<p>Meters are barred<b hidden>seven</b>,{control}all of them.</p>"), "text")
    assert " ".join(text.split()) == "Meters are barred, all of them."


@pytest.mark.parametrize(
    "words", ["<html><body></body></html>", "<script>x()</script>", "<nav>Menu</nav>", "<!-- only -->"]
)
def test_a_page_without_text_is_refused(words: str) -> None:
    with pytest.raises(UnreadableFile, match=r"page\.html: "):
        html.read(words.encode(), "page.html")


WARNING = "The ministry has barred imported smart meters from 41 substations, two officials of the department said on Thursday."
ABOUT_A_PAGE = """<div id="cookie-banner" class="cookie-consent"><p>We use cookies. By continuing you agree to our policy.</p></div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li></ul></nav></header>
<div class="breadcrumb"><a href="/">Home</a> &gt; Advisories</div>"""
BELOW_A_PAGE = """<div class="share-buttons"><a>Share on Facebook</a><a>Tweet</a></div><div>Advertisement</div>
<div class="related"><h3>Related</h3><ul><li><a href="/1">Drones advisory</a></li><li><a href="/2">Camera advisory</a></li></ul></div>
<aside><h3>Subscribe</h3><p>Get the latest news in your inbox.</p></aside><footer><p>© 2026 The Centre.</p></footer>"""


def test_of_a_page_saved_whole_only_the_article_is_text() -> None:
    page = f"""<html lang="en"><head><title>Cellular modules | Telmar Centre</title><meta property="og:site_name" content="Telmar Centre">
    <meta property="article:published_time" content="2026-02-03T09:00:00Z"></head><body>{ABOUT_A_PAGE}<main><h1>Cellular modules</h1>
    <p>Published 3 February 2026</p><p>The Centre warns operators that cellular modules may be updated remotely. List every module by 30 June 2026.</p>
    <h2>Affected products</h2><table><tr><th>Vendor</th><th>Model</th></tr><tr><td>Norvik</td><td>NX-40</td></tr></table>
    <h2>What to do</h2><ol><li>List every module.<ul><li>Include spares.</li></ul></li></ol>{BELOW_A_PAGE}</main></body></html>"""
    reading = read(page)
    known = reading.metadata
    assert (known.title, known.publisher, known.published) == (
        "Cellular modules",
        "Telmar Centre",
        "2026-02-03",
    )
    assert body(reading) == (
        "The Centre warns operators that cellular modules may be updated remotely. List every module by 30 June 2026."
    )
    assert of_kind(reading, "table") == ["Vendor: Norvik; Model: NX-40."]
    assert of_kind(reading, "list") == ["List every module.\nInclude spares."]


def test_the_line_below_an_articles_title_is_text_though_it_stands_in_its_head() -> None:
    lead = "The regulator gives operators eighteen months to replace 12,000 devices."
    page = f"""<body><header><a href="/">Telmar Courier</a></header><main><article><header><h1>Inverters barred</h1><p>{lead}</p>
    <div class="share-tools"><ul><li>Copy link</li></ul></div></header><p>{WARNING}</p><p>Operators pay for it.</p></article></main></body>"""
    assert body(read(page)) == f"{lead}\n\n{WARNING}\n\nOperators pay for it."


def test_what_an_encyclopedia_sets_about_its_text_is_no_text() -> None:
    page = f"""<body><main><h1>Solvane</h1><div class="toc" role="navigation"><ul><li>1 Bans</li></ul></div>
    <h2><span>Bans</span><span class="mw-editsection">[<a>edit</a>]</span></h2>
    <p>{WARNING}<sup class="noprint">[<i><a>citation needed</a></i>]</sup></p>
    <ol><li><b><a>^</a></b> Annual report 2024, page 3.</li></ol><div class="catlinks">Makers of inverters</div></main></body>"""
    assert read(page).text == f"Solvane\n\nBans\n\n{WARNING}\n\nAnnual report 2024, page 3."


def test_a_page_whose_every_element_is_called_a_sidebar_still_has_its_text() -> None:
    reading = read(
        f"<body><div class='with-sidebar menu'><h1>Order</h1><p>{WARNING}</p><p>{WARNING}</p></div></body>"
    )
    assert WARNING in body(reading)


def test_comments_below_a_counter_are_a_readers_though_no_element_says_so() -> None:
    reading = read(
        f"<body><h1>Meters barred</h1><p>Mar 12, 2026</p><p>1 Comment</p><p>TOKYO</p><p>{WARNING}</p><p>{WARNING}</p>"
        "<p>1 Comment</p><p>Sore losers, the whole lot of them.</p><p>-1 ( +0 / -1 )</p></body>"
    )
    assert of_kind(reading, "comment") == ["Sore losers, the whole lot of them."]
    assert body(reading) == f"{WARNING}\n\n{WARNING}"


def test_a_table_that_only_places_things_is_no_table() -> None:
    reading = read(
        "<body><table><tr><td><a href=x>Home</a></td><td><b>Notice 12</b><br><br>Licensees shall remove all femtocells "
        "of type F2 by 1 May 2015.<br><br>Date: 4 November 2014</td></tr></table></body>"
    )
    assert "Licensees shall remove all femtocells of type F2 by 1 May 2015." in body(reading)
    assert of_kind(reading, "table") == []


def test_raised_numbers_do_not_run_into_the_number_they_stand_at() -> None:
    reading = read(
        "<body><p>It costs 10<sup>6</sup> crowns in 2026<sup><a href='#n1'>1</a></sup>, on 40 m<sup>2</sup> of the port.</p></body>"
    )
    assert body(reading) == "It costs 10^6 crowns in 2026, on 40 m2 of the port."


ARTICLE = (
    "<h1>Ban on cranes</h1><p>The harbour authority banned cranes with open modems on 3 May 2031.</p>"
    "<p>Operators have until 1 March 2032 to remove them, and the port pays half of the cost.</p>"
)


def test_a_page_of_frames_is_refused_whatever_it_says_to_old_browsers() -> None:
    page = b"<frameset><frame src='a.html'><noframes><body><p>Your browser shows no frames.</p></body></noframes></frameset>"
    with pytest.raises(UnreadableFile, match="holds no text"):
        html.read(page, "frames.html")


def test_what_an_element_of_its_own_drew_is_read_from_a_page_saved_as_one_file() -> None:
    page = (
        "<html><!--\n Page saved with SingleFile \n url: https://www.cisa.gov/ban \n saved date: Tue May 06 2031\n-->"
        f"<body><x-article><template shadowrootmode=open>{ARTICLE}</template></x-article><template>Unseen.</template>"
    )
    reading = html.read(page.encode(), "ban.html")
    assert reading.text.startswith("Ban on cranes\n\nThe harbour authority banned")
    assert "Unseen" not in reading.text
    assert (reading.metadata.url, reading.metadata.country) == ("https://www.cisa.gov/ban", "United States")


def test_a_page_saved_as_mhtml_is_read_with_its_address() -> None:
    archive = EmailMessage()
    archive["Subject"], archive["Snapshot-Content-Location"] = "Ban on cranes", "https://harbour.example/ban"
    archive.set_content(f"<html><body>{ARTICLE}</body></html>", subtype="html", cte="quoted-printable")
    archive.add_related(b"p {color: red}", "text", "css")
    reading = mhtml.read(archive.as_bytes(), "ban.mhtml")
    assert reading.text == html.read(ARTICLE.encode(), "ban.html").text
    assert reading.metadata.url == "https://harbour.example/ban"
    with pytest.raises(UnreadableFile, match="no page saved by a browser"):
        mhtml.read(b"no page at all", "ban.mhtml")
