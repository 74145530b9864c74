"""Web addresses: which texts are one that a reader may follow, and whose host it names."""

from __future__ import annotations

import re
from urllib.parse import urlsplit


def web_address(text: str) -> str:
    """`text` where it is an address on the web, in one piece and with a host; else "".

    >>> web_address("https://ropes.example/1"), web_address("javascript:alert(1)"), web_address("https://[ropes.example")
    ('https://ropes.example/1', '', '')
    """
    return text if re.match(r"https?://\S+$", text, re.IGNORECASE) and host_of(text) else ""


def host_of(address: str) -> str:
    """The host that an address names, in lower case; "" where it names none or is malformed."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
