"""The toy bank: the outside system, in a process and with a ledger of its own, so that it lives on when the adapter dies.

    python3 bank.py LEDGER PORT [--lose-every N]

It refuses a reference that it has booked before, as its (imagined) documents say, and can be asked by reference. With
--lose-every it books every N-th order and hangs up instead of answering, as networks do."""
import argparse
import json
import threading
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from lines import Lines

LIMIT = 500_000_000


class Ledger:
    def __init__(self, path):
        self._lock = threading.Lock()
        self._lines = Lines(path)
        # An adapter that asks before it sends again has none of these.
        self.repeats = 0

    @property
    def bookings(self):
        return self._lines.entries

    def find(self, reference):
        return next((booking for booking in self.bookings if booking["reference"] == reference), None)

    def book(self, order):
        """Books it unless its reference is known. Returns the booking, or None."""
        with self._lock:
            if self.find(order["reference"]):
                self.repeats += 1
                return None
            booking = {
                "reference": order["reference"],
                "account": order["account"],
                "amount": order["amount"],
                "externalReference": f"TB{len(self.bookings) + 1:08d}",
                "bookedAt": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            }
            self._lines.append(booking)
            return booking


class Handler(BaseHTTPRequestHandler):
    ledger = None
    lose_every = 0

    def do_POST(self):
        order = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if order["amount"] > LIMIT:
            return self._answer(422, {"state": "REFUSED", "code": "LIMIT"})
        booking = self.ledger.book(order)
        if booking is None:
            return self._answer(409, {"state": "KNOWN"})
        if self.lose_every and len(self.ledger.bookings) % self.lose_every == 0:
            return self.connection.close()
        return self._answer(200, {"state": "CREDITED", **booking})

    def do_GET(self):
        kind, _, name = unquote(self.path).strip("/").partition("/")
        if kind == "transfers":
            booking = self.ledger.find(name)
            return self._answer(200, {"state": "CREDITED", **booking} if booking else {"state": "NEVER_RECEIVED"})
        if kind == "accounts":
            # A toy: whoever is asked about has an account here.
            return self._answer(200, {"state": "OPEN"})
        if kind == "ledger":
            return self._answer(200, {"bookings": self.ledger.bookings, "repeats": self.ledger.repeats})
        return self._answer(404, {})

    def _answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Account numbers stand in addresses: they belong in no log."""


def main():
    parser = argparse.ArgumentParser(description="A toy bank for the adapter beside it.")
    parser.add_argument("ledger")
    parser.add_argument("port", type=int)
    parser.add_argument("--lose-every", type=int, default=0)
    options = parser.parse_args()
    Handler.ledger = Ledger(options.ledger)
    Handler.lose_every = options.lose_every
    server = ThreadingHTTPServer(("127.0.0.1", options.port), Handler)
    print(f"The toy bank listens on http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
