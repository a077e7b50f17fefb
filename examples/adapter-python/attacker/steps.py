"""One attack, step by step. ../attacks says which; what must hold afterwards is judged in ending.py."""
import time
import uuid

from attacker.intents import intent_of
from attacker.strange import STRANGE_STEPS
from payments import now

CLAIM = """mutation ($limit: Int!, $worker: String!, $newSession: Boolean!) {
  claimPayments(limit: $limit, leaseSeconds: 3600, worker: $worker, newSession: $newSession) {
    id action paymentId reference amount accountNumber
  } }"""
REPORT = """mutation ($reports: [PaymentStatusReport!]!) {
  reportPaymentStatuses(reports: $reports) { reportId outcome message } }"""
EXTEND = """mutation ($taskIds: [ID!]!, $leaseSeconds: Int!) {
  extendLeases(taskIds: $taskIds, leaseSeconds: $leaseSeconds) }"""
RETURN = "mutation ($taskIds: [ID!]!) { returnTasks(taskIds: $taskIds) }"

CLAIM_WITHIN_SECONDS = 20
LISTED_WITHIN_SECONDS = 20
REPORTS_MAX = 1000
OTHER_ACCOUNT = "9999000099990000"


class Case:
    """One payment under attack."""

    def __init__(self, task, intent):
        self.payment_id = task["paymentId"]
        self.amount = task["amount"]
        self.intent = intent
        self.references = []
        self.take(task)

    def take(self, task):
        self.task_id = task["id"]
        if task["reference"] not in self.references:
            self.references.append(task["reference"])


class Attack:
    def __init__(self, script, world):
        self.name = script["name"]
        self.complaints = []
        self._script = script
        self.world = world
        self.cases = []

    def take_payments(self):
        count = self._script.get("payments", 1)
        for task in self._claim(count):
            intent = self.world.intents.of(task["paymentId"])
            self.world.intents.check_submit(intent)
            self.cases.append(Case(task, intent))
        if len(self.cases) < count:
            raise SystemExit(f"There are too few payments to attack: {self.name} finds none")

    def run(self):
        for number, step in enumerate(self._script["steps"], 1):
            do = step["do"]
            at = f"step {number} ({do})"
            for case in self._meant(step):
                if do in STRANGE_STEPS:
                    STRANGE_STEPS[do](self, step)
                    break
                getattr(self, f"_do_{do}")(case, step, at)

    def complain(self, text):
        self.complaints.append(text)

    def end_session(self):
        self._claim(0, new_session=True)

    def _meant(self, step):
        return [self.cases[step["of"]]] if "of" in step else self.cases

    def _do_book(self, case, step, _):
        reference = case.references[step.get("attempt", -1)]
        amount = case.amount + step.get("amountPlus", 0)
        self.world.book.book(reference, amount, is_right_account="account" not in step)

    def _do_giveBack(self, case, _step, _at):
        self.world.book.give_back(case.references[-1])

    def _do_report(self, case, step, at):
        report = self._report_of(case, step)
        first_id = f"{self.name}-{step['id']}" if "id" in step else None
        reports = [{"reportId": first_id or str(uuid.uuid4()), **report} for _ in range(step.get("times", 1))]
        expected = step.get("outcome", [])
        repeats = self.world.institution.repeats
        for receipt in self.report(reports):
            outcome = receipt["outcome"]
            if outcome == "DUPLICATE" and expected and repeats != self.world.institution.repeats:
                # The first receipt was lost on its way.
                outcome = expected[0]
            self.world.intents.note_word(case.intent, step["status"], outcome)
            if expected and outcome not in expected:
                self.complain(f"{at}: {step['status']} is {outcome}, not {' or '.join(expected)}")
                break

    def _report_of(self, case, step):
        reference = case.references[step.get("attempt", -1)]
        report = {"status": step["status"], "evidence": step["evidence"], "occurredAt": step.get("occurredAt", now())}
        if not step.get("withoutReference"):
            report["reference"] = reference
        if "reason" in step:
            report["reason"] = step["reason"]
        if step["status"] in ("SETTLED", "RETURNED"):
            report["amount"] = step.get("amount", case.amount + step.get("amountPlus", 0))
        if "account" in step:
            report["account"] = OTHER_ACCOUNT
        named = self.cases[step["externalReferenceOf"]].references[-1] if "externalReferenceOf" in step else reference
        bookings = self.world.book.of(named)
        if bookings and step["status"] not in ("REJECTED", "CANCELLED") or "externalReferenceOf" in step:
            report["externalReference"] = bookings[step.get("booking", -1)]["number"]
        return report

    def report(self, reports):
        receipts = []
        for at in range(0, len(reports), REPORTS_MAX):
            part = reports[at : at + REPORTS_MAX]
            receipts += self.world.institution.ask(REPORT, reports=part)["reportPaymentStatuses"]
        return receipts

    def _do_return(self, case, step, at):
        count = self.world.institution.ask(RETURN, taskIds=[case.task_id])["returnTasks"]
        if count != step.get("count", count):
            self.complain(f"{at}: {count} tasks were returned, not {step['count']}")
        if count:
            self.world.intents.note_unsent(case.intent)

    def _do_extend(self, case, step, at):
        asked = {"taskIds": [case.task_id], "leaseSeconds": 60}
        count = self.world.institution.ask(EXTEND, **asked)["extendLeases"]
        if count != step["count"]:
            self.complain(f"{at}: {count} leases run on, not {step['count']}")

    def _do_lapse(self, *_):
        self.end_session()

    def _do_neverReceived(self, case, _step, at):
        said = {"status": "UNKNOWN", "evidence": "INQUIRY", "reason": "NOT_RECEIVED", "outcome": ["APPLIED"]}
        self._do_report(case, said, at)

    def _do_payAgain(self, case, _step, at):
        """People make the month's next batch: whoever was refused, or gave the money back, is in it."""
        self.world.people.make_batch(self.world.periods[0])
        payments = [payment for payment in self.world.people.payments() if intent_of(payment) == case.intent]
        if len(payments) < 2:
            self.complain(f"{at}: the next batch leaves the person out")

    def _do_people(self, case, step, at):
        said = []
        until = time.monotonic() + LISTED_WITHIN_SECONDS
        while not said and time.monotonic() < until:
            open_ones = self.world.people.open_exceptions(case.payment_id)
            said = [self.world.people.decide(exception, step["decision"]) for exception in open_ones]
        if None in said:
            self.world.intents.note_decision(case.intent, step["decision"])
        elif step["decision"] is not None:
            # That a note is not enough is what the hub may well say.
            self.complain(f"{at}: two people cannot decide {step['decision']}: {', '.join(said) or 'nothing is listed'}")

    def _do_claim(self, case, step, at):
        """Waits until the payment is handed out again. What others are attacked with goes back as it was."""
        until = time.monotonic() + CLAIM_WITHIN_SECONDS
        while time.monotonic() < until:
            tasks = self._claim(1000)
            # It, or what has taken its place.
            mine = [task for task in tasks if self.world.intents.of(task["paymentId"]) == case.intent]
            others = [task["id"] for task in tasks if task not in mine]
            if others:
                self.world.institution.ask(RETURN, taskIds=others)
            for task in mine:
                case.take(task)
                if task["action"] == "SUBMIT":
                    self.world.intents.check_submit(case.intent)
                if task["action"] != step["action"]:
                    self.complain(f"{at}: {task['action']} was handed out, not {step['action']}")
                return
            time.sleep(0.2)
        self.complain(f"{at}: nothing was handed out")

    def _do_die(self, case, *_):
        self.world.register.let_die(case.intent[0])
        self.world.dead.add(case.intent)

    def _claim(self, limit, new_session=False):
        asked = {"limit": limit, "worker": f"attack {self.name}", "newSession": new_session}
        return self.world.institution.ask(CLAIM, **asked)["claimPayments"]
