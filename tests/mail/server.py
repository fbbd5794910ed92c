"""A mail server for the tests, made of aiosmtpd. It prints its port, and then each e-mail as one line of JSON.

Python's own `email` reads the e-mails, so that the test sees them as other people's programs do. Usage:
server.py starttls|tls CERTIFICATE KEY
"""

import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

USER, PASSWORD = b"magpie", b"secret word"


def authenticate(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER, PASSWORD)
    return AuthResult(success=right, handled=right)


class Handler:
    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        part = lambda kind: message.get_body(preferencelist=(kind,)).get_content()
        print(
            json.dumps(
                {
                    "to": envelope.rcpt_tos,
                    "encrypted": session.ssl is not None or MODE == "tls",
                    "user": session.authenticated,
                    "subject": message["Subject"],
                    "from": message["From"],
                    "message_id": message["Message-ID"],
                    "auto_submitted": message["Auto-Submitted"],
                    "date": message["Date"].datetime.isoformat(),
                    "defects": [repr(defect) for one in message.walk() for defect in one.defects],
                    "text": part("plain"),
                    "html": part("html"),
                }
            ),
            flush=True,
        )
        return "250 OK"


async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, KEY)
    starttls = {"tls_context": context, "require_starttls": True}
    options = starttls if MODE == "starttls" else {"auth_require_tls": False}
    protocol = lambda: SMTP(
        Handler(), hostname="localhost", auth_required=True, authenticator=authenticate, **options
    )
    server = await asyncio.get_running_loop().create_server(
        protocol, "127.0.0.1", 0, ssl=context if MODE == "tls" else None
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


MODE, CERTIFICATE, KEY = sys.argv[1:]
asyncio.run(main())
