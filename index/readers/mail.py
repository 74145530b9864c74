"""E-mail (.eml): subject, sender and date as metadata; what was quoted from earlier mail is a comment, not the message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from index.metadata import find_marking
from index.readers.blocks import Block, clean, compose, fold_spaces
from index.readers.decoding import decode
from index.readers.html.blocks import html_blocks
from index.readers.html.hidden import drop_hidden
from index.readers.html.tree import parse
from index.readers.text import body_blocks
from index.types import Metadata, Reading, UnreadableFile

_REPLY = re.compile(r"^(?:(?:re|fwd?|aw|wg|sv|vs|tr|rif)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_QUOTED = re.compile(r"\s*>")
_ATTRIBUTION = re.compile(
    r"\s*(?:on\b.{4,200}\bwrote:|am\b.{4,200}\bschrieb\b.*:|le\b.{4,200}\ba \u00e9crit\s*:|"
    r"-{2,}\s*(?:original message|forwarded message|urspr\u00fcngliche nachricht)\s*-{2,})\s*",
    re.IGNORECASE,
)
# The headers that mail programs put above what they forward or answer, in the languages of the commonest.
_FORWARDED_FROM = re.compile(r"\s*(?:From|Von|De|Da|Van|Fr\u00e5n|Fra|Od)\s?:\s+\S")
_FORWARDED_DATE = re.compile(
    r"\s*(?:Sent|Date|Gesendet|Datum|Envoy\u00e9|Enviado|Fecha|Data|Inviato|Verzonden|Skickat|Sendt|Dato|Wys\u0142ano)\s?:\s"
)
_CITED = (
    "//blockquote[@type='cite'] | //*[contains(@class, 'gmail_quote') or contains(@class, 'yahoo_quoted')]"
)
_MOST_LINES_OF_ATTRIBUTION = 3
# How a mail is begun and ended: words to the reader that tell nobody else anything.
_SALUTATION = re.compile(
    r"(?:dear|hello|hi|hey|good (?:morning|afternoon|evening)|to whom it may concern)\b[^.!?]{0,60}[,!:]?|"
    r"(?:(?:with )?(?:kind|best|warm|many) (?:regards|wishes)|regards|yours (?:sincerely|faithfully|truly)|sincerely|cheers|thanks|many thanks),?",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"-- ?$")


def read(raw: bytes, name: str) -> Reading:
    """The message as its sender wrote it. Raises UnreadableFile for what is no mail or has no words."""
    message = message_from_bytes(raw, policy=policy.default)
    if not isinstance(message, EmailMessage) or not (
        message.keys() and ("From" in message or "Subject" in message)
    ):
        raise UnreadableFile(f"{name}: this is not an e-mail (it has no From and no Subject)")
    subject = _REPLY.sub("", _header(message, "Subject"))
    heading = [Block(subject, "heading", subject)] if subject else []
    blocks = [*heading, *_body(message, name)]
    if len(blocks) == len(heading):
        raise UnreadableFile(f"{name}: this e-mail has no words in its body; save its attachments next to it")
    return compose(blocks, _metadata(message, subject, blocks), problems=_attachments(message))


def _metadata(message: EmailMessage, subject: str, blocks: list[Block]) -> Metadata:
    sender = _header(message, "From")
    name = re.sub(r"\s*<[^>]*>\s*", " ", sender).strip(" \"'") or sender.strip("<>")
    opening = " ".join(block.text for block in blocks[:4])
    return Metadata(
        title=subject,
        publisher=name,
        kind="mail",
        published=_sent(message),
        marking=find_marking(opening[:1000]),
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return fold_spaces(clean(str(message[name] or "")))[:500]
    except (ValueError, LookupError, AttributeError, TypeError):
        return ""  # the standard library raises on some malformed headers; the message may still be read


def _sent(message: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _body(message: EmailMessage, name: str) -> Iterator[Block]:
    for part in _texts(message):
        raw = _payload(part)
        if not raw.strip():
            continue
        words = _decoded(raw, part.get_content_charset() or "", name)
        if part.get_content_type() == "text/html":
            yield from _from_html(words, name, is_reply=_is_reply(message))
        else:
            yield from _from_lines(words)


def _texts(message: EmailMessage) -> list[EmailMessage]:
    """The plain text parts in order; where there are none, the HTML ones. Attached files are no part of the message."""
    parts = [part for part in _parts(message) if not _is_attached(part)]
    plain = [part for part in parts if part.get_content_type() == "text/plain"]
    filled = [part for part in plain if _payload(part).strip()]
    return filled or [part for part in parts if part.get_content_type() == "text/html"]


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """The message's parts, without those of messages that are attached to it."""
    if not message.is_multipart() or message.get_content_maintype() == "message":
        yield message
        return
    for part in message.iter_parts():
        if isinstance(part, EmailMessage):
            yield from _parts(part)


def _is_reply(message: EmailMessage) -> bool:
    return (
        "In-Reply-To" in message or "References" in message or bool(_REPLY.match(_header(message, "Subject")))
    )


def _payload(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _is_attached(part: EmailMessage) -> bool:
    is_message = part.get_content_maintype() == "message"
    return is_message or part.get_content_disposition() == "attachment" or bool(_file_name(part))


def _file_name(part: EmailMessage) -> str:
    try:
        return fold_spaces(clean(part.get_filename() or ""))[:120]
    except (ValueError, LookupError, AttributeError, TypeError):
        return "unnamed"


def _decoded(raw: bytes, charset: str, name: str) -> str:
    try:
        return clean(raw.decode(charset or "utf-8"))
    except (ValueError, LookupError):  # not in that character set, or none is called so
        return clean(decode(raw, name))


def _from_lines(words: str) -> Iterator[Block]:
    """Own lines as text, quoted ones as comments under what introduces them, signatures in no part."""
    lines = words.split("\n")
    own: list[str] = []
    for at, line in enumerate(lines):
        if introduced := _introduces(lines, at):
            yield from _own(own)
            yield from _comments(
                lines[at + introduced :], fold_spaces(" ".join(lines[at : at + introduced]).strip("- "))
            )
            return
        if _QUOTED.match(line):
            yield from _own(own)
            own = []
            yield Block(_QUOTED.sub("", line).strip("> "), "comment", "earlier mail")
        else:
            own.append(line)
    yield from _own(own)


def _own(lines: list[str]) -> Iterator[Block]:
    signature = next((at for at, line in enumerate(lines) if _SIGNATURE.match(line)), len(lines))
    yield from (
        replace(block, kind="") if _SALUTATION.fullmatch(block.text) else block
        for block in body_blocks(lines[:signature])
    )
    yield from (replace(block, kind="") for block in body_blocks(lines[signature + 1 :]))


def _introduces(lines: list[str], at: int) -> int:
    """How many lines from there on introduce earlier mail."""
    if _begins_forward(lines, at):
        return 1
    for count in range(1, _MOST_LINES_OF_ATTRIBUTION + 1):
        introduction = lines[at : at + count]
        if not all(line.strip() for line in introduction):
            return 0
        if _ATTRIBUTION.fullmatch(" ".join(introduction)):
            return count
    return 0


def _begins_forward(lines: list[str], at: int) -> bool:
    return bool(_FORWARDED_FROM.match(lines[at])) and any(
        _FORWARDED_DATE.match(below) for below in lines[at + 1 : at + 4]
    )


def _comments(lines: list[str], label: str) -> Iterator[Block]:
    unquoted = [re.sub(r"^(?:\s*>)+ ?", "", line) for line in lines]
    yield from (replace(block, kind="comment", label=label[:120]) for block in body_blocks(unquoted))


def _from_html(words: str, name: str, *, is_reply: bool) -> Iterator[Block]:
    """As `_from_lines`; in a reply every block quote is of earlier mail, in other mail it may quote anything."""
    tree = parse(words, name)
    drop_hidden(tree)
    quoted = tree.xpath(f"//blockquote | {_CITED}" if is_reply else _CITED)
    outermost = [
        element for element in quoted if not any(above in quoted for above in element.iterancestors())
    ]
    comments = [
        replace(b, kind="comment", label="earlier mail")
        for element in outermost
        for b in html_blocks(element)
    ]
    for element in outermost:
        element.drop_tree()
    own = list(html_blocks(tree))
    ends = next((at for at, block in enumerate(own) if _introduces_quoted(block.text)), len(own))
    yield from own[:ends]
    yield from (replace(block, kind="comment", label="earlier mail") for block in own[ends:])
    yield from comments


def _introduces_quoted(text: str) -> bool:
    """Whether a paragraph is what mail programs put above earlier mail."""
    header = bool(_FORWARDED_FROM.match(text)) and any(
        map(_FORWARDED_DATE.match, re.split(r"(?=\b[\w\u00c0-\u017f]+\s?:\s)", text))
    )
    return header or bool(_ATTRIBUTION.fullmatch(text))


def _attachments(message: EmailMessage) -> tuple[str, ...]:
    names = [_file_name(part) or _attached_subject(part) for part in _parts(message) if _is_attached(part)]
    return tuple(f"attachment {name} was not read; save it next to the mail" for name in names)


def _attached_subject(part: EmailMessage) -> str:
    """What an attached message is about, for one without a file name."""
    inner = part.get_payload()
    message = inner[0] if isinstance(inner, list) and inner else None
    subject = _header(message, "Subject") if isinstance(message, EmailMessage) else ""
    return f'"{subject}"' if subject else "unnamed"
