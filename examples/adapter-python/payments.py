"""What to do with one payment, and how the bank's words become the hub's. Nothing here decides what a payment *is*: it says
what the bank said, and whose word that is."""
from datetime import datetime, timezone

from client import NoAnswer, NotSent

# Its documents say that it never books one reference twice: what it never received may be sent again. False where no
# document says so.
REFUSES_REPEATS = True

# The bank's codes, all that its documents name.
REASONS = {"LIMIT": "LIMIT_EXCEEDED"}


class Payments:
    def __init__(self, bank, journal, is_mine):
        """`is_mine(task)` asks the hub whether the lease still runs, and makes it run on."""
        self._bank = bank
        self._journal = journal
        self._is_mine = is_mine

    def work_on(self, task):
        """Returns False for a task that is given back: nothing of it was sent."""
        # A SUBMIT comes once. If this machine remembers sending it all the same, the bank is asked.
        if task["action"] == "SUBMIT" and not self._journal.was_sent(task["reference"]):
            return self._send(task)
        return self._find_out(task)

    def _send(self, task):
        if not self._is_mine(task):
            # The lease has ended: the hub counts it as unknown and will hand it out as INQUIRE.
            return True
        reference = task["reference"]
        was_sent = self._journal.was_sent(reference)
        self._journal.note_sending(reference)
        try:
            answer = self._bank.send(reference, task["accountNumber"], task["amount"], task["narrative"])
        except NotSent:
            if was_sent or task["action"] == "INQUIRE":
                self._report(task, "UNKNOWN", "NONE")
                return True
            self._journal.note_not_sent(reference)
            return False
        except NoAnswer:
            self._report(task, "UNKNOWN", "NONE")
            return True
        if answer.get("state") == "KNOWN":
            self._find_out(task, may_send=False)
        else:
            self._tell(task, answer, "REPLY")
        return True

    def _find_out(self, task, may_send=REFUSES_REPEATS):
        try:
            answer = self._bank.find(task["reference"])
        except (NotSent, NoAnswer):
            self._report(task, "UNKNOWN", "NONE")
            return True
        if answer.get("state") == "NEVER_RECEIVED" and may_send:
            return self._send(task)
        self._tell(task, answer, "INQUIRY")
        return True

    def _tell(self, task, answer, evidence):
        state = answer.get("state")
        if state == "CREDITED":
            # Its reference, its amount, its time: the hub compares.
            self._report(
                task,
                "SETTLED",
                evidence,
                externalReference=answer["externalReference"],
                amount=answer["amount"],
                occurredAt=answer["bookedAt"],
            )
        elif state == "REFUSED":
            self._report(task, "REJECTED", evidence, reason=REASONS.get(answer.get("code"), "REFUSED"))
        elif state == "NEVER_RECEIVED":
            # Two people decide whether it is sent again.
            self._report(task, "UNKNOWN", evidence, reason="NOT_RECEIVED")
        else:
            # A word that no document names: never paid, never failed.
            self._report(task, "UNKNOWN", evidence)

    def _report(self, task, status, evidence, **more):
        report = {"reference": task["reference"], "status": status, "evidence": evidence, "occurredAt": now(), **more}
        self._journal.add_report(report)


def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
