"""What is to be paid once, whatever number of payments and attempts it takes: one amount to one person for one month. And
what may be sent no more, because the institution has spoken of money."""

# After these there is no money on its way: it may be paid anew.
NOTHING_MOVED = ("REJECTED", "CANCELLED", "RETURNED")
# Decided by two people, these leave nothing to be sent.
PAID = ("WAS_PAID", "PAID_OTHER_AMOUNT", "WRITTEN_OFF")


class Intents:
    def __init__(self, people):
        self._people = people
        self._payments = {}
        self._words = {}
        self.complaints = {}

    def of(self, payment_id):
        if payment_id not in self._payments:
            self._payments = {payment["id"]: payment for payment in self._people.payments()}
        return intent_of(self._payments[payment_id])

    def note_word(self, intent, status, outcome):
        """What the hub has refused, or has heard before, or is past, says nothing new."""
        if outcome == "APPLIED" and status in NOTHING_MOVED:
            self._words.pop(intent, None)
        elif outcome in ("APPLIED", "EXCEPTION") and status not in ("REJECTED", "CANCELLED"):
            self._words[intent] = status

    def note_decision(self, intent, decision):
        if decision is not None and decision not in PAID:
            self._words.pop(intent, None)

    def check_submit(self, intent):
        """A SUBMIT has been handed out."""
        if intent in self._words:
            self.complain(intent, f"SUBMIT was handed out after the institution's word {self._words[intent]}")
        # From here on it may be sent: the next SUBMIT would be one too many.
        self._words[intent] = "(handed out)"

    def note_unsent(self, intent):
        """It was given back unsent."""
        if self._words.get(intent) == "(handed out)":
            del self._words[intent]

    def complain(self, intent, text):
        self.complaints.setdefault(intent, []).append(text)


def intent_of(payment):
    return (payment["beneficiary"]["id"], payment["period"], payment["amount"])
