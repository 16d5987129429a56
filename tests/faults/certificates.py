"""A TLS server whose certificate is that of a private CA; see tls/README.md."""

import ssl
from pathlib import Path

CA = Path(__file__).parent / "tls" / "ca.pem"


def server_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CA.with_name("server.pem"))
    return context
