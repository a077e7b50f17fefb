"""The toy bank as its client sees it. Everything turns on one question: can the bank have received the order?"""
import http.client
import json
import urllib.error
import urllib.request
from urllib.parse import quote

ANSWER_TIMEOUT_S = 10


class NotSent(Exception):
    """Nobody listens there: the order provably never left."""


class NoAnswer(Exception):
    """It may have arrived. Only a question can tell."""


class BankClient:
    def __init__(self, url):
        self._url = url
        # The bank is reached directly, whatever proxy this machine uses for the rest.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def send(self, reference, account, amount, text):
        """Never repeats by itself: it moves money."""
        order = {"reference": reference, "account": account, "amount": amount, "text": text}
        return self._exchange(urllib.request.Request(f"{self._url}/transfers", data=json.dumps(order).encode()))

    def find(self, reference):
        return self._exchange(urllib.request.Request(f"{self._url}/transfers/{quote(reference, safe='')}"))

    def find_account(self, number):
        return self._exchange(urllib.request.Request(f"{self._url}/accounts/{quote(number, safe='')}"))

    def _exchange(self, request):
        try:
            with self._opener.open(request, timeout=ANSWER_TIMEOUT_S) as response:
                return json.loads(response.read())
        except urllib.error.HTTPError as response:
            # A 4xx with the bank's own word is an answer. Anything else may hide a booking.
            with response:
                if response.code >= 500:
                    raise NoAnswer(f"status {response.code}") from response
                return json.loads(response.read())
        except urllib.error.URLError as error:
            if isinstance(error.reason, ConnectionRefusedError):
                raise NotSent("connection refused") from error
            raise NoAnswer(str(error.reason)) from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise NoAnswer(type(error).__name__) from error
