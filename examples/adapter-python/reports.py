"""Brings the journal's reports to the hub until there is a receipt for each."""
import sys

from hub import HubFailure, Refused, Unreachable

REPORT = """mutation ($reports: [PaymentStatusReport!]!) {
  reportPaymentStatuses(reports: $reports) { reportId outcome message } }"""
REPORTS_MAX = 500


class Reports:
    def __init__(self, hub, journal):
        self._hub = hub
        self._journal = journal

    def deliver(self):
        reports = self._journal.pending_reports()
        for at in range(0, len(reports), REPORTS_MAX):
            self._send(reports[at : at + REPORTS_MAX])

    def _send(self, reports):
        try:
            receipts = self._hub.ask(REPORT, reports=reports)["reportPaymentStatuses"]
        except Unreachable:
            raise
        except HubFailure as failure:
            if len(reports) > 1:
                # One that cannot be taken must not hold up the others.
                for report in reports:
                    self._send([report])
            else:
                self._give_up(reports[0], failure)
            return
        for receipt in receipts:
            self._close(receipt)

    def _give_up(self, report, failure):
        """A report that the hub will never take is for a person. Anything else is tried again later."""
        if not isinstance(failure, Refused):
            raise failure
        self._journal.close_report(report["reportId"], failure.code)
        print(f"For a person: the hub does not take {report['reportId']}: {failure}", file=sys.stderr, flush=True)

    def _close(self, receipt):
        """Every outcome is final: EXCEPTION waits for people at the hub, REFUSED for whoever runs this adapter."""
        self._journal.close_report(receipt["reportId"], receipt["outcome"])
        if receipt["outcome"] in ("EXCEPTION", "REFUSED"):
            print(f"{receipt['outcome']} {receipt['reportId']}: {receipt['message']}", file=sys.stderr, flush=True)
