"""Attacks that are no story about one payment, but requests that nobody should send."""
import secrets
import uuid

from hub import HubFailure
from payments import now

CLAIM = """mutation ($limit: Int!, $leaseSeconds: Int!, $worker: String) {
  claimPayments(limit: $limit, leaseSeconds: $leaseSeconds, worker: $worker) { id } }"""
EXTEND = """mutation ($taskIds: [ID!]!, $leaseSeconds: Int!) {
  extendLeases(taskIds: $taskIds, leaseSeconds: $leaseSeconds) }"""
RETURN = "mutation ($taskIds: [ID!]!) { returnTasks(taskIds: $taskIds) }"
REPORT = "mutation ($reports: [PaymentStatusReport!]!) { reportPaymentStatuses(reports: $reports) { outcome } }"
CHECKS = """mutation ($reports: [AccountCheckReport!]!) { reportAccountChecks(reports: $reports) { outcome } }"""

POISONS = {"NUL": "a\u0000b", "half a character": "a\ud800b", "40,000 characters": secrets.token_hex(20_000)}
FIELDS = ("reportId", "reference", "externalReference", "reasonText", "account")


def poison(attack, _step):
    """One bad report beside a good one: the bad one is refused where no text can be like that, and the good one counts."""
    good, bad = attack.cases
    for name, text in POISONS.items():
        for field in FIELDS:
            reports = [{**taken(bad), field: text}, taken(good)]
            try:
                receipts = attack.world.institution.ask_once(REPORT, reports=reports)["reportPaymentStatuses"]
            except HubFailure as failure:
                attack.complain(f"{field} with {name} costs the whole call: {failure.code}")
                continue
            outcomes = [receipt["outcome"] for receipt in receipts]
            if outcomes[0] != "REFUSED" and name == "NUL":
                attack.complain(f"{field} with {name} is {outcomes[0]}, not REFUSED")
            if outcomes[1] in ("REFUSED", "EXCEPTION"):
                attack.complain(f"the report beside a {field} with {name} is {outcomes[1]}")
        poison_elsewhere(attack, name, text)
    for case in attack.cases:
        attack.world.intents.note_word(case.intent, "ACCEPTED", "APPLIED")


def poison_elsewhere(attack, name, text):
    check = {"reportId": text, "taskId": text, "accountState": "OPEN", "returnedName": text, "checkedAt": now()}
    expect_no_fault(attack, f"a check with {name}", CHECKS, reports=[check])
    expect_no_fault(attack, f"a worker with {name}", CLAIM, limit=0, leaseSeconds=60, worker=text)
    expect_no_fault(attack, f"a lease of a task with {name}", EXTEND, taskIds=[text], leaseSeconds=60)
    expect_no_fault(attack, f"a return of a task with {name}", RETURN, taskIds=[text])


def taken(case):
    report = {"reportId": str(uuid.uuid4()), "reference": case.references[-1], "status": "ACCEPTED"}
    return {**report, "evidence": "REPLY", "occurredAt": now()}


def extremes(attack, _step):
    for limit, lease_seconds in ((-1, 60), (1001, 60), (2**31 - 1, 60), (2**31, 60), (0, 0), (0, -1), (0, 3601)):
        expect_fault_of_caller(attack, CLAIM, limit=limit, leaseSeconds=lease_seconds, worker="extreme")
    for lease_seconds in (0, -1, 3601):
        expect_fault_of_caller(attack, EXTEND, taskIds=[], leaseSeconds=lease_seconds)
    expect_no_fault(attack, "a long worker", CLAIM, limit=0, leaseSeconds=60, worker="w" * 100_000)
    try:
        reports = [taken(attack.cases[0]) for _ in range(1001)]
        attack.world.institution.ask_once(REPORT, reports=reports)
        attack.complain("1,001 reports at once are taken")
    except HubFailure as failure:
        if failure.code != "BAD_USER_INPUT":
            attack.complain(f"1,001 reports at once: {failure.code}")


def forge(attack, step):
    """Lines of a statement about orders that there never were, with an account and an amount that there are."""
    case = attack.cases[0]
    line = {"status": "SETTLED", "evidence": "STATEMENT", "amount": case.amount, "occurredAt": now()}
    for named in ({"reference": uuid.uuid4().hex.upper()}, {"reference": "KHONG CO"}, {"externalReference": "X-KHONG-CO"}):
        expect_outcome(attack, step, {"reportId": str(uuid.uuid4()), **line, **named})


def meddle(attack, step):
    """Another institution's payments, in every state that would do harm."""
    payments = attack.world.people.payments(attack.world.other_institution)
    before = {payment["id"]: payment["status"] for payment in payments}
    for payment in payments[:5]:
        for status in ("SETTLED", "REJECTED", "RETURNED"):
            report = {"reference": payment["attempts"][0]["reference"], "status": status, "evidence": "STATEMENT"}
            expect_outcome(attack, step, {"reportId": str(uuid.uuid4()), "occurredAt": now(), **report})
    after = {payment["id"]: payment["status"] for payment in attack.world.people.payments(attack.world.other_institution)}
    if not payments or after != before:
        attack.complain("another institution's payments have moved, or there are none")


def expect_outcome(attack, step, report):
    outcome = attack.report([report])[0]["outcome"]
    if outcome not in step["outcome"]:
        attack.complain(f"{report['status']} is {outcome}, not {' or '.join(step['outcome'])}")


def expect_fault_of_caller(attack, document, **variables):
    try:
        attack.world.institution.ask_once(document, **variables)
        attack.complain(f"{variables} is taken")
    except HubFailure as failure:
        if failure.code != "BAD_USER_INPUT":
            attack.complain(f"{variables}: {failure.code}")


def expect_no_fault(attack, what, document, **variables):
    """Taken or not, it is no fault of the hub's."""
    try:
        attack.world.institution.ask_once(document, **variables)
    except HubFailure as failure:
        if failure.code != "BAD_USER_INPUT":
            attack.complain(f"{what}: {failure.code}")


STRANGE_STEPS = {"poison": poison, "extremes": extremes, "forge": forge, "meddle": meddle}
