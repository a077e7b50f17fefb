"""After the attacks: people go on paying, the institution becomes honest and says what is in its book, two people decide
whatever is listed, by that book. Then everybody must have been paid once, and nothing may be left."""
import time
import uuid

from attacker.intents import intent_of
from attacker.steps import CLAIM, OTHER_ACCOUNT, REPORT
from payments import now

FINAL = ("SETTLED", "REJECTED", "CANCELLED", "RETURNED")
WITHIN_SECONDS = 30
# Nobody closes one thing for ever.
CLOSED_MAX = 3
LISTED_MAX = 20


class Ending:
    def __init__(self, world):
        self._world = world
        self._closed = {}

    def run(self):
        # Before anybody has decided anything: whoever is in doubt must be in none of these.
        self._pay_months()
        self._work_until_nothing_comes()
        self._show_statement()
        self._settle()
        # What was found not to be paid is paid now.
        self._pay_months()
        self._settle()
        self._show_statement()
        self._settle()
        self._judge()

    def _pay_months(self):
        this_month, next_month = self._world.periods
        self._world.people.make_batch(this_month)
        self._world.people.make_batch(next_month, carry_forward=True)

    def _show_statement(self):
        """Every line of the institution's book, whether it has told of it or not."""
        lines = []
        for booking in self._world.book.bookings:
            lines.append(line_of(booking, "SETTLED"))
            if booking["isGivenBack"]:
                lines.append(line_of(booking, "RETURNED"))
        self._world.institution.ask(REPORT, reports=lines)

    def _settle(self):
        until = time.monotonic() + WITHIN_SECONDS
        while time.monotonic() < until:
            self._work_until_nothing_comes()
            self._decide()
            if self._is_over():
                return
            time.sleep(0.3)

    def _is_over(self):
        is_listed = any(exception["resolvedAt"] is None for exception in self._world.people.exceptions())
        return not is_listed and all(payment["status"] in FINAL for payment in self._world.people.payments())

    def _work_until_nothing_comes(self):
        # A new session to begin with: what the hub has kept for people is not held back by a lease.
        is_new = True
        while True:
            asked = {"limit": 1000, "worker": "ending", "newSession": is_new}
            tasks = self._world.institution.ask(CLAIM, **asked)["claimPayments"]
            is_new = False
            if not tasks:
                return
            reports = [self._answer(task) for task in tasks]
            receipts = self._world.institution.ask(REPORT, reports=reports)["reportPaymentStatuses"]
            for task, report, receipt in zip(tasks, reports, receipts):
                intent = self._world.intents.of(task["paymentId"])
                self._world.intents.note_word(intent, report["status"], receipt["outcome"])

    def _answer(self, task):
        book = self._world.book
        if task["action"] == "SUBMIT":
            self._world.intents.check_submit(self._world.intents.of(task["paymentId"]))
            book.book(task["reference"], task["amount"])
        evidence = "REPLY" if task["action"] == "SUBMIT" else "INQUIRY"
        bookings = book.of(task["reference"])
        if not bookings:
            said = {"reportId": str(uuid.uuid4()), "reference": task["reference"], "occurredAt": now()}
            return {**said, "status": "UNKNOWN", "reason": "NOT_RECEIVED", "evidence": evidence}
        status = "RETURNED" if bookings[-1]["isGivenBack"] else "SETTLED"
        return {**line_of(bookings[-1], status), "evidence": evidence}

    def _decide(self):
        payments = {payment["id"]: payment for payment in self._world.people.payments()}
        for exception in self._world.people.exceptions():
            if exception["resolvedAt"] is None:
                self._decide_one(exception, payments.get((exception["payment"] or {}).get("id")))

    def _decide_one(self, exception, payment):
        about = (exception["kind"], payment and payment["id"])
        for decision in self._wanted(exception, payment):
            if decision is None:
                self._closed[about] = self._closed.get(about, 0) + 1
                if self._closed[about] > CLOSED_MAX:
                    continue
            if self._world.people.decide(exception, decision) is None:
                if payment:
                    self._world.intents.note_decision(intent_of(payment), decision)
                return

    def _wanted(self, exception, payment):
        """What the book says first, then what else ends it; last a closing reason."""
        if payment is None:
            return [None]
        truth = self._world.book.truth([attempt["reference"] for attempt in payment["attempts"]], payment["amount"])
        wanted = {
            "WAS_NOT_PAID": ["WAS_NOT_PAID", "GIVE_UP", "RECOVERED"],
            "PAID_OTHER_ACCOUNT": ["PAID_OTHER_ACCOUNT", "RECOVERED"],
        }.get(truth, [truth, "WRITTEN_OFF"])
        allowed = exception.get("allowedDecisions", wanted)
        is_over = payment["status"] in FINAL or "allowedDecisions" not in exception
        return [*(decision for decision in wanted if decision in allowed), *([None] if is_over else [])]

    def _judge(self):
        payments = self._world.people.payments()
        listed = {}
        for exception in self._world.people.exceptions():
            if exception["payment"]:
                listed.setdefault(exception["payment"]["id"], []).append(exception)
        intents = {}
        for payment in payments:
            intents.setdefault(intent_of(payment), []).append(payment)
        for intent, its_payments in intents.items():
            its_exceptions = [one for payment in its_payments for one in listed.get(payment["id"], [])]
            for text in self._faults(intent, its_payments, its_exceptions):
                self._world.intents.complain(intent, text)

    def _faults(self, intent, payments, exceptions):
        """What must hold of one thing to be paid."""
        waiting = sorted({one["kind"] for one in exceptions if one["resolvedAt"] is None})
        if waiting:
            yield f"no decision of people ends {', '.join(waiting)}"
        if len(exceptions) > LISTED_MAX:
            yield f"people are shown {len(exceptions)} exceptions for it"
        for payment in payments:
            if payment["status"] not in FINAL:
                yield f"it is stuck in {payment['status']}" + ("" if waiting else ", and nobody is told")
        credits = [self._credits(payment) for payment in payments]
        if sum(credits) > 1 and not exceptions:
            yield f"it was paid {sum(credits)} times, and nobody was told"
        if sum(credits) == 0 and intent not in self._world.dead:
            yield "it was never paid"
        for payment, count in zip(payments, credits):
            if (payment["status"] == "SETTLED") != (count > 0) and not exceptions:
                yield f"it is {payment['status']}, and was booked {count} times"

    def _credits(self, payment):
        return len(self._world.book.credits([attempt["reference"] for attempt in payment["attempts"]]))


def line_of(booking, status):
    line = {
        "reportId": str(uuid.uuid4()),
        "reference": booking["reference"],
        "externalReference": booking["number"],
        "status": status,
        "evidence": "STATEMENT",
        "amount": booking["amount"],
        "occurredAt": now(),
    }
    return line if booking["isRightAccount"] else {**line, "account": OTHER_ACCOUNT}
