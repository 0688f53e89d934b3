"""Asking a time stamping authority when something was there (RFC 3161, 3.4: over HTTP).

What goes out is a digest; nothing of a patient, and never our token. The site names the authority.
"""

import httpx

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
_PATIENCE = 10.0  # seconds for all of it: somebody waits
_LARGEST = 64 << 10  # bytes; an answer with its certificates has about 6,000


def time_stamp(address: str, query: bytes, transport: httpx.BaseTransport | None = None) -> bytes:
    """The authority's answer to a query, DER as it came. Blocks: call it on a worker thread.

    Raises:
        OSError: it did not answer, or with something else.
    """
    try:
        with (
            httpx.Client(timeout=_PATIENCE, follow_redirects=False, transport=transport) as client,
            client.stream("POST", address, content=query, headers={"Content-Type": QUERY}) as answer,
        ):
            if answer.status_code != httpx.codes.OK or answer.headers.get("Content-Type") != REPLY:
                raise OSError("no time stamp came back")
            content = b""
            for piece in answer.iter_bytes():
                content += piece
                if len(content) > _LARGEST:
                    raise OSError("more than a time stamp came back")
            return content
    except (httpx.HTTPError, httpx.InvalidURL):
        raise OSError("the time stamping authority did not answer") from None
