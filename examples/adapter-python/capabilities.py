"""What the bank can do. The hub wants to hear it at the start, and every minute as a sign of life."""
import time

from payments import REFUSES_REPEATS

DECLARE = "mutation ($input: CapabilitiesInput!) { declareCapabilities(input: $input) { declaredAt } }"
SIGN_OF_LIFE_SECONDS = 60

PAYMENT = {
    "repeatedReference": "REFUSED" if REFUSES_REPEATS else "UNDOCUMENTED",
    "inquiryBy": "OWN_REFERENCE",
    "laterStatus": "POLLING",
    "hasStatement": False,
    "referenceLengthMax": 32,
    "referencePattern": "[0-9A-Z]{16,32}",
    "referenceAlphabet": "ALPHANUMERIC",
    "finalWord": "CREDITED",
}


class Capabilities:
    def __init__(self, hub, rate):
        self._hub = hub
        self._input = {
            "work": ["PAYMENT", "ACCOUNT_CHECK"],
            "concurrencyMax": 1,
            "ratePerSecondMax": rate,
            "payment": PAYMENT,
            "accountCheck": {"returnedName": "FULL", "comparesPersonalId": False},
        }
        self._declared_at = None

    def declare(self):
        if self._declared_at is None or time.monotonic() - self._declared_at > SIGN_OF_LIFE_SECONDS:
            self._hub.ask(DECLARE, input=self._input)
            self._declared_at = time.monotonic()
