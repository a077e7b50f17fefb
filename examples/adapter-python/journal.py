"""What this adapter must not forget when it is killed: which references it has sent, and which reports have no receipt
yet. Everything is on disk before the next step is taken."""
import uuid

from lines import Lines


class Journal:
    def __init__(self, path):
        self._sent = set()
        self._pending = {}
        self._lines = Lines(path)
        for entry in self._lines.entries:
            self._remember(entry)

    def note_sending(self, reference):
        """Call it before every order: what stands here may have been received."""
        self._write({"sending": reference})

    def note_not_sent(self, reference):
        """The order provably never left this machine."""
        self._write({"notSent": reference})

    def was_sent(self, reference):
        return reference in self._sent

    def add_report(self, report):
        """Gives the report its id and keeps both until there is a receipt: a repeat is the same to the letter."""
        self._write({"report": {"reportId": str(uuid.uuid4()), **report}})

    def close_report(self, report_id, outcome):
        self._write({"receipt": report_id, "outcome": outcome})

    def pending_reports(self):
        """The oldest first: the hub reads reports in the order of the facts."""
        return list(self._pending.values())

    def _write(self, entry):
        self._lines.append(entry)
        self._remember(entry)

    def _remember(self, entry):
        if "sending" in entry:
            self._sent.add(entry["sending"])
        elif "notSent" in entry:
            self._sent.discard(entry["notSent"])
        elif "report" in entry:
            self._pending[entry["report"]["reportId"]] = entry["report"]
        elif "receipt" in entry:
            self._pending.pop(entry["receipt"], None)
