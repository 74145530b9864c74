"""A small OpenID Connect provider on loopback: whoever comes chooses, on a page of links, whom they sign in as."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "advisories"


@contextmanager
def signing_in(users: Sequence[str]) -> Iterator[str]:
    """The provider's address while it runs; its users are known by their mail addresses."""
    key = RSAKey.generate_key(2048, parameters={"kid": "1", "alg": "RS256", "use": "sig"})
    # What each code stands for: the user's address and the nonce to be signed.
    granted: dict[str, tuple[str, str]] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, asked = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
            if path == "/.well-known/openid-configuration":
                self._send(json.dumps(_configuration(address)))
            elif path == "/keys":
                self._send(json.dumps({"keys": [key.as_dict(private=False)]}))
            elif path == "/authorize":
                self._send(self._choice(asked), kind="text/html")
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            user, nonce = granted.pop(body["code"][0])
            claims = {
                "iss": address, "aud": CLIENT, "sub": user, "email": user, "nonce": nonce,
                "iat": int(time.time()), "exp": int(time.time()) + 3600,
            }  # fmt: skip
            token = jwt.encode({"alg": "RS256", "kid": "1"}, claims, key)
            self._send(json.dumps({"access_token": user, "token_type": "Bearer", "id_token": token}))

        def _choice(self, asked: dict[str, list[str]]) -> str:
            links = []
            for user in users:
                code = f"{len(granted)}-{user}"
                granted[code] = (user, asked["nonce"][0])
                back = f"{asked['redirect_uri'][0]}?{urlencode({'code': code, 'state': asked['state'][0]})}"
                links.append(f'<p><a href="{back.replace("&", "&amp;")}">{user}</a></p>')
            return "".join(links)

        def _send(self, body: str, kind: str = "application/json") -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the tests look at the page."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _configuration(address: str) -> dict[str, Any]:
    return {
        "issuer": address,
        "authorization_endpoint": f"{address}/authorize",
        "token_endpoint": f"{address}/token",
        "jwks_uri": f"{address}/keys",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }
