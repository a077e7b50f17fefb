"""A small adapter, written from the schema alone: it pays through the toy bank what the hub hands out, and reports what
became of it. README.md says how to run it."""
import os
import random
import signal
import sys
import threading

from capabilities import Capabilities
from checks import Checks
from client import BankClient
from hub import Hub, HubFailure
from journal import Journal
from payments import Payments
from reports import Reports

CLAIM = """mutation ($limit: Int!, $leaseSeconds: Int!, $worker: String!, $newSession: Boolean!) {
  claimPayments(limit: $limit, leaseSeconds: $leaseSeconds, worker: $worker, newSession: $newSession) {
    id action reference amount accountNumber narrative
  } }"""
EXTEND = """mutation ($taskIds: [ID!]!, $leaseSeconds: Int!) {
  extendLeases(taskIds: $taskIds, leaseSeconds: $leaseSeconds) }"""
RETURN = "mutation ($taskIds: [ID!]!) { returnTasks(taskIds: $taskIds) }"

LEASE_SECONDS = 120
# So few that their leases outlast them, even when the bank lets the adapter wait for each.
TASKS_MAX = 10
POLL_SECONDS = 2
BACK_OFF_SECONDS_MAX = 60


class Adapter:
    def __init__(self, hub, bank, journal, worker, rate):
        self._hub = hub
        self._worker = worker
        self._rate = rate
        self._capabilities = Capabilities(hub, rate)
        self._payments = Payments(bank, journal, self._is_mine)
        self._checks = Checks(hub, bank, worker)
        self._reports = Reports(hub, journal)
        self._stopping = threading.Event()
        # A new process holds nothing, whatever an earlier one has claimed.
        self._new_session = True

    def stop(self, *_):
        self._stopping.set()

    def run(self):
        failures = 0
        while not self._stopping.is_set():
            try:
                worked = self._round()
                failures = 0
                self._stopping.wait(0 if worked else POLL_SECONDS)
            except HubFailure as failure:
                # What a lost answer has handed out, nobody holds: the next claim says so.
                self._new_session = True
                failures += 1
                print(failure, file=sys.stderr, flush=True)
                self._stopping.wait(random.uniform(0.5, 1) * min(BACK_OFF_SECONDS_MAX, 2**failures))
        try:
            self._reports.deliver()
        except HubFailure as failure:
            print(f"What is not reported yet stays in the journal. {failure}", file=sys.stderr)

    def _round(self):
        """Reports first: what an earlier round, or an earlier process, has not got rid of."""
        self._reports.deliver()
        self._capabilities.declare()
        new_session = self._new_session
        asked = {"limit": TASKS_MAX, "leaseSeconds": LEASE_SECONDS, "worker": self._worker, "newSession": new_session}
        worked = self._pay(self._hub.ask(CLAIM, **asked)["claimPayments"])
        self._reports.deliver()
        worked += self._checks.work(new_session)
        self._new_session = False
        return worked

    def _pay(self, tasks):
        left = list(tasks)
        try:
            while left and not self._stopping.is_set():
                # False: the bank is not there, and nothing was sent. This one and all behind it go back.
                if not self._payments.work_on(left[0]):
                    break
                left.pop(0)
                self._stopping.wait(1 / self._rate)
        finally:
            if left:
                print(f"{len(left)} tasks go back unsent", file=sys.stderr, flush=True)
                self._hub.ask(RETURN, taskIds=[task["id"] for task in left])
        return len(tasks) - len(left)

    def _is_mine(self, task):
        return self._hub.ask(EXTEND, taskIds=[task["id"]], leaseSeconds=LEASE_SECONDS)["extendLeases"] == 1


def main():
    setting = os.environ.get
    hub_url = setting("HUB_URL", "http://localhost:4000")
    client_id = setting("HUB_CLIENT_ID", "adapter-bidv")
    token_url = setting("TOKEN_URL", f"{hub_url}/oidc/token")
    adapter = Adapter(
        Hub(hub_url, token_url, client_id, setting("HUB_CLIENT_SECRET", "demo")),
        BankClient(setting("BANK_URL", "http://127.0.0.1:5100")),
        Journal(setting("JOURNAL", "adapter-journal.jsonl")),
        worker=setting("WORKER", f"{client_id}-python"),
        rate=int(setting("RATE_PER_SECOND", "20")),
    )
    signal.signal(signal.SIGTERM, adapter.stop)
    signal.signal(signal.SIGINT, adapter.stop)
    adapter.run()


if __name__ == "__main__":
    main()
