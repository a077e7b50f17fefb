"""The hub, as an adapter in any language sees it: an access token that is renewed in time, GraphQL over HTTP, and
failures told apart by what to do next."""
import base64
import http.client
import json
import time
import urllib.error
import urllib.request

REQUEST_TIMEOUT_S = 30
RENEW_BEFORE_END_S = 60
# The request itself is at fault. All else may pass, or be mended by people without a change to what was asked.
REFUSALS = ("BAD_USER_INPUT", "PAYLOAD_TOO_LARGE", "UNAUTHENTICATED")


class HubFailure(Exception):
    """`code` is one of docs/reference/errors.md, or HTTP or NETWORK where the hub itself has not answered."""

    def __init__(self, code, message):
        super().__init__(f"{code}: {message}")
        self.code = code


class Unreachable(HubFailure):
    """Nobody knows whether the request arrived. Everything that an adapter asks may be asked again."""


class TryLater(HubFailure):
    """The hub, or its database or its issuer, is not well, or does not let us in: ask the same later."""


class Refused(HubFailure):
    """The hub will never take this request as it is: to repeat it is useless."""


class Hub:
    def __init__(self, url, token_url, client_id, client_secret):
        self._url = f"{url}/graphql"
        self._token_url = token_url
        pair = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
        self._sign_in = {"authorization": f"Basic {pair}", "content-type": "application/x-www-form-urlencoded"}
        self._token = None
        self._renew_at = 0.0

    def ask(self, document, **variables):
        """Returns `data`. Errors count whatever the HTTP status is: 200 may carry them too."""
        try:
            return self._ask_once(document, variables)
        except Refused as failure:
            if failure.code != "UNAUTHENTICATED":
                raise
        # Ended before its time, or the issuer has new keys: one new token, one more try.
        self._token = None
        try:
            return self._ask_once(document, variables)
        except Refused as failure:
            if failure.code != "UNAUTHENTICATED":
                raise
            raise TryLater(failure.code, "a new token is not accepted either") from failure

    def _ask_once(self, document, variables):
        body = json.dumps({"query": document, "variables": variables}).encode()
        headers = {"authorization": f"Bearer {self._access_token()}", "content-type": "application/json"}
        status, answer = exchange(self._url, body, headers)
        errors = answer.get("errors")
        if errors:
            raise failure_of(errors[0])
        if status != 200 or answer.get("data") is None:
            raise TryLater("HTTP", f"status {status} without data")
        return answer["data"]

    def _access_token(self):
        if self._token is None or time.monotonic() > self._renew_at:
            asked_at = time.monotonic()
            status, answer = exchange(self._token_url, b"grant_type=client_credentials", self._sign_in)
            if status != 200 or "access_token" not in answer:
                raise TryLater("HTTP", f"no token: status {status} {answer.get('error', '')}")
            self._token = answer["access_token"]
            self._renew_at = asked_at + answer.get("expires_in", 0) - RENEW_BEFORE_END_S
        return self._token


def failure_of(error):
    code = error.get("extensions", {}).get("code", "HTTP")
    kind = Refused if code in REFUSALS else TryLater
    return kind(code, error.get("message", ""))


def exchange(url, body, headers):
    """POSTs and returns the status and the JSON of the answer; an answer that is no JSON is an empty one."""
    request = urllib.request.Request(url, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=REQUEST_TIMEOUT_S) as response:
            return response.status, json_of(response.read())
    except urllib.error.HTTPError as response:
        with response:
            return response.code, json_of(response.read())
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable("NETWORK", str(error)) from error


def json_of(text):
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
