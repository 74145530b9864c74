"""What went wrong with a language model: in one line that says what to do, and whether it is worth a second try.

The clients' errors are told apart by their names and fields, so that none of the clients need be loaded.
"""

from __future__ import annotations

import re

from index.types import AdvisoryError

# Of a server that may well answer a moment later; 529 is Anthropic's word for overloaded.
_PASSING_STATUS = frozenset({408, 429, 500, 502, 503, 504, 529})
_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE = 5.0
_LONGEST_QUOTE = 160
# How providers say that they have no such model, whatever the status: Anthropic's whole message is "model: NAME".
_NO_SUCH_MODEL = re.compile(
    r"\bmodel\b.*(?:not found|not exist|not have access)|not have access to model|(?:invalid|unknown|no such) model|^: model: \S+$",
    re.IGNORECASE,
)
_TOO_LONG = re.compile(r"context|too long|too large|too many tokens", re.IGNORECASE)


class ModelProblem(AdvisoryError):
    """A language model that cannot be opened or does not answer; the message says which and what to do."""


class CutOff(ModelProblem):
    """A reply that reached the length it may have; what came of it is sound but for its last sentence."""


class Unended(CutOff):
    """A reply after which its server hung up without saying that it is whole; what came of it is sound but for a last word without a full stop."""


def pause_before_retry(error: Exception) -> float | None:
    """Seconds after which the request may be made again, or None if it should not: a server's own wish up to a few."""
    status = _status(error)
    if status and status not in _PASSING_STATUS:
        return None
    if not status and not (_broke_off(error) or _unreachable(error)):
        return None
    pause = _asked_pause(error)
    return pause if pause <= _LONGEST_PAUSE else None


def explain(name: str, error: Exception) -> str:
    """What happened, for people: the model, the server's own words where it has any, and the remedy."""
    status = _status(error)
    kind = type(error).__name__
    if status in (400, 403, 404) and _NO_SUCH_MODEL.search(_words_of(error)):
        return f"model {name}: {_no_such_model(name, f'HTTP {status}{_words_of(error)}')}"
    if status in (401, 403):
        return f"model {name}: the server refuses the key (HTTP {status}); check the provider's key variable"
    if status:
        said = f"HTTP {status}{_words_of(error)}"
        return f"model {name}: {_refusal(status, said, error)}"
    if "Timeout" in kind:
        return f"model {name}: no answer in time; is the server busy or the model too large? ADVISORY_MODEL_SECONDS sets the patience"
    if _unreachable(error):
        return f"model {name}: cannot be reached; is its server running?"
    if _broke_off(error):
        return f"model {name}: the server broke off{_words_of(error)}; try again, or use another model"
    reason = (str(error).splitlines() or [kind])[0][:_LONGEST_QUOTE]
    return f"model {name}: its answer cannot be read ({kind}: {reason}); is this the address of a chat model?"


def _no_such_model(name: str, said: str) -> str:
    provider, _, model = name.partition(":")
    remedy = f"run 'ollama pull {model}', or " if provider == "ollama" else ""
    return f"the server does not know it, or not for this key ({said}); {remedy}check the model's name"


def _refusal(status: int, said: str, error: Exception) -> str:
    if status == 404:
        return f"nothing is at this address ({said}); check the address, and the model's name"
    if status in (402, 429):
        asked = _asked_pause(error)
        wait = f"wait {asked:.0f} s" if asked > _PAUSE_SECONDS else "wait"
        return f"too many requests or no credit left ({said}); {wait}, or use another model"
    if status in (400, 413) and _TOO_LONG.search(said):
        return f"the passages are longer than it can read ({said}); use a model with a longer context"
    if status in (503, 529):
        return f"the server is overloaded ({said}); try again later, or use another model"
    if status < 500:
        return f"the server does not take the request ({said}); use another model"
    return f"the server failed ({said}); try again, or use another model"


def _status(error: Exception) -> int:
    """The HTTP status of a refusal; 0 where none was given, or a reply had begun before it went wrong."""
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) and status >= 400 else 0


def _asked_pause(error: Exception) -> float:
    """The seconds that the server asks to wait (Retry-After)."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    asked = str(headers.get("retry-after", ""))
    return float(asked) if re.fullmatch(r"\d+(?:\.\d+)?", asked) else _PAUSE_SECONDS


def _unreachable(error: Exception) -> bool:
    return type(error).__name__ in ("APIConnectionError", "ConnectError") or isinstance(error, OSError)


def _broke_off(error: Exception) -> bool:
    """Whether a reply that had begun was ended by the network, or by an error where a piece was due."""
    return type(error).__name__ in (
        "RemoteProtocolError", "ReadError", "APIError", "APIStatusError", "ResponseError", "OverloadedError",
    )  # fmt: skip


def _words_of(error: Exception) -> str:
    """ ": " and what the server says of it in one line; "" where it says nothing."""
    body = getattr(error, "body", None)
    inner = body.get("error", body) if isinstance(body, dict) else getattr(error, "error", body)
    said = inner.get("message", "") if isinstance(inner, dict) else inner
    line = " ".join(str(said or "").split())
    return f": {line[:_LONGEST_QUOTE]}" if line and not line.startswith("<") else ""
