"""Accounts that the hub wants to know about before it pays into them: the same claim and report, with other words."""
import uuid

from client import NoAnswer, NotSent
from payments import now

CLAIM = """mutation ($worker: String!, $newSession: Boolean!) {
  claimAccountChecks(limit: 50, leaseSeconds: 60, worker: $worker, newSession: $newSession) {
    id number holderName
  } }"""
REPORT = """mutation ($reports: [AccountCheckReport!]!) {
  reportAccountChecks(reports: $reports) { reportId outcome message } }"""


class Checks:
    def __init__(self, hub, bank, worker):
        self._hub = hub
        self._bank = bank
        # Another worker than the payments': a new session of one must not end the leases of the other.
        self._worker = f"{worker}-checks"

    def work(self, new_session):
        """Asks about what waits, and returns how much that was. Nothing needs a memory: a check that is lost is asked again."""
        tasks = self._hub.ask(CLAIM, worker=self._worker, newSession=new_session)["claimAccountChecks"]
        if tasks:
            self._hub.ask(REPORT, reports=[self._answer(task) for task in tasks])
        return len(tasks)

    def _answer(self, task):
        try:
            state = self._bank.find_account(task["number"]).get("state", "UNAVAILABLE")
        except (NotSent, NoAnswer):
            state = "UNAVAILABLE"
        answer = {"reportId": str(uuid.uuid4()), "taskId": task["id"], "accountState": state, "checkedAt": now()}
        # A real bank gives the holder's name as it has it. The toy bank knows everybody by the name that is asked for.
        return {**answer, "returnedName": task["holderName"]} if state == "OPEN" else answer
