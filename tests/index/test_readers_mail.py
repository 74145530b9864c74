"""Mail: the message is text, what it quotes from earlier mail is a comment."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from index.readers import mail
from index.types import Reading, UnreadableFile
from tests.index.lawful import assert_lawful, body, of_kind


def message(
    words: str = "The deadline moves to 31 March 2026.\n", *, html: str = "", **headers: str
) -> EmailMessage:
    sent = EmailMessage()
    given = {
        "From": "Duty Desk <desk@nets.example>",
        "Subject": "Re: Deadline moved",
        "Date": "Thu, 22 Jan 2026 23:15:00 -0500",
    }
    for name, value in {**given, **headers}.items():
        sent[name] = value
    sent.set_content(words)
    if html:
        sent.add_alternative(html, subtype="html")
    return sent


def read(sent: EmailMessage | bytes) -> Reading:
    reading = mail.read(sent if isinstance(sent, bytes) else sent.as_bytes(), "mail.eml")
    assert_lawful(reading)
    return reading


def test_subject_sender_and_date_are_metadata() -> None:
    known = read(message()).metadata
    assert (known.title, known.publisher, known.published) == ("Deadline moved", "Duty Desk", "2026-01-22")


@pytest.mark.parametrize(
    "quoted",
    [
        "> We ask for more time.\n> Much more.\n",
        "On Mon, 19 Jan 2026, Ana Roe <ana@x.example> wrote:\n> We ask for more time.\n> Much more.\n",
        "-----Original Message-----\nFrom: Ana Roe\nSent: Monday\n\nWe ask for more time.\nMuch more.\n",
    ],
)
def test_quoted_mail_is_a_comment(quoted: str) -> None:
    reading = read(message(f"The deadline moves.\n\n{quoted}"))
    assert body(reading) == "The deadline moves."
    assert "We ask for more time." in " ".join(of_kind(reading, "comment"))


def test_a_signature_is_kept_in_no_part() -> None:
    reading = read(message("The deadline moves.\n\n-- \nDuty Desk, Room 12\n"))
    assert body(reading) == "The deadline moves."
    assert "Room 12" in reading.text


def test_a_signature_above_quoted_mail_is_in_no_part_either() -> None:
    reading = read(
        message("The deadline moves.\n\n-- \nDuty Desk, Room 12\n\nAna Roe wrote:\n> More time, please.\n")
    )
    assert "Room 12" not in body(reading)
    assert of_kind(reading, "comment") == ["More time, please."]


def test_html_alone_is_read_without_hidden_words_and_quotations() -> None:
    sent = EmailMessage()
    sent["From"], sent["Subject"] = "desk@nets.example", "Re: Deadline"
    sent.set_content(
        "<p>The deadline <b>moves</b>.</p><p style='display:none'>SECRET</p><blockquote><p>More time, please.</p></blockquote>",
        subtype="html",
    )
    reading = read(sent)
    assert body(reading) == "The deadline moves."
    assert of_kind(reading, "comment") == ["More time, please."]


def test_plain_words_win_over_their_html_form() -> None:
    assert read(message("Plain words.\n", html="<p>HTML words.</p>")).text == "Deadline moved\n\nPlain words."


def test_attachments_are_named_as_not_read() -> None:
    sent = message()
    sent.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="order.pdf")
    reading = read(sent)
    assert reading.problems == ("attachment order.pdf was not read; save it next to the mail",)
    assert "PDF" not in reading.text


def test_encoded_headers_and_bodies_are_decoded() -> None:
    reading = read(message("Größe zählt.\n", Subject="警告: 5G", From="Ministère <m@x.example>"))
    assert (reading.metadata.title, reading.metadata.publisher) == ("警告: 5G", "Ministère")
    assert body(reading) == "Größe zählt."


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a\nSubject: x\nDate: never\nContent-Type: text/plain; charset=nosuch\n\nhello there\n",
        b"From: <<>>,@@\nSubject: =?utf-8?b?####?=\nDate: Thu, 99 Jan 9999\n\nhello there\n",
        b"Subject: x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\naGVsbG8gdGhlcmU=\n",
    ],
)
def test_malformed_headers_do_not_keep_the_words_away(raw: bytes) -> None:
    assert "hello there" in read(raw).text
    assert read(raw).metadata.published == ""


@pytest.mark.parametrize(
    "raw", [b"just words\n", b"From: a\nSubject: b\n\n", b"\x00\x01\x02", b"X-Y: z\n\nwords\n"]
)
def test_what_is_no_mail_or_has_no_words_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"mail\.eml: "):
        mail.read(raw, "mail.eml")


def html_mail(words: str, subject: str = "RE: Deadline") -> Reading:
    sent = EmailMessage()
    sent["From"], sent["Subject"] = "desk@nets.example", subject
    sent.set_content(words, subtype="html")
    return read(sent)


@pytest.mark.parametrize(
    "head",
    [
        "<p><b>From:</b> Ana Roe<br><b>Sent:</b> Monday, May 5, 2031<br><b>To:</b> Desk</p>",
        "<p><b>Von:</b> Ana Roe<br><b>Gesendet:</b> Montag, 5. Mai 2031<br><b>An:</b> Desk</p>",
        "<p>On Mon, 5 May 2031 at 10:00, Ana Roe wrote:</p>",
    ],
)
def test_earlier_mail_in_html_is_a_comment_though_no_element_says_so(head: str) -> None:
    reading = html_mail(f"<p>The deadline moves.</p><hr><div>{head}</div><p>More time, please.</p>")
    assert body(reading) == "The deadline moves."
    assert of_kind(reading, "comment")[0].endswith("More time, please.")


def test_what_a_mail_that_answers_none_quotes_is_its_own() -> None:
    words = "<p>The order reads:</p><blockquote><p>All cranes are banned.</p></blockquote>"
    assert body(html_mail(words, "The order")) == "The order reads:\n\nAll cranes are banned."
    assert of_kind(html_mail(words), "comment") == ["All cranes are banned."]


def test_an_introduction_of_earlier_mail_may_run_over_lines() -> None:
    reading = read(
        message(
            "The deadline moves.\n\nOn Mon, 5 May 2031 at 10:00, Ana Roe of the Net Board\n<ana@nets.example> wrote:\n\n"
            "> More time, please.\n"
        )
    )
    assert body(reading) == "The deadline moves."
    assert of_kind(reading, "comment") == ["More time, please."]


def test_the_words_of_an_attached_message_are_not_the_senders() -> None:
    sent = message("Please read the attached order.\n")
    attached = EmailMessage()
    attached["From"], attached["Subject"] = "ministry@state.example", "Crane order"
    attached.set_content("All cranes are banned.\n")
    sent.add_attachment(attached)
    reading = read(sent)
    assert body(reading) == "Please read the attached order."
    assert reading.problems == ('attachment "Crane order" was not read; save it next to the mail',)


@pytest.mark.parametrize("charset", ["utf-99", "latin\x001", "ascii"])
def test_words_in_another_character_set_than_is_said_are_read(charset: str) -> None:
    raw = f"From: a@b.example\nSubject: Bremsen\nContent-Type: text/plain; charset={charset}\n\nDie Pr\u00fcfung war gut.\n"
    assert body(mail.read(raw.encode(), "bremsen.eml")) == "Die Pr\u00fcfung war gut."


def test_how_a_mail_begins_and_ends_is_read_and_not_quoted() -> None:
    reading = read(message("Dear Ms Lund,\n\nthe deadline stands.\n\nKind regards\nJonas\n"))
    assert "the deadline stands." in body(reading)
    assert "Dear Ms Lund," in reading.text
    assert "Dear Ms Lund" not in body(reading)
    assert reading.metadata.kind == "mail"
