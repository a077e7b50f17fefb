"""Whoever works with the hub every day asks again when it is slow or away. A step of an attack that must not be repeated uses
`ask_once`."""
import time

from hub import Hub, TryLater, Unreachable

TIMES = 6
PAUSE_SECONDS = 1


class PatientHub(Hub):
    # What was asked twice may have been done the first time.
    repeats = 0

    def ask(self, document, **variables):
        for _ in range(TIMES - 1):
            try:
                return super().ask(document, **variables)
            except (TryLater, Unreachable):
                self.repeats += 1
                time.sleep(PAUSE_SECONDS)
        return super().ask(document, **variables)

    def ask_once(self, document, **variables):
        return super().ask(document, **variables)
