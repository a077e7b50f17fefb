"""Before the attack: everybody is alive and has an account at their bank. During it somebody may die."""
import uuid

from payments import now

ASK = "mutation ($input: RequestChecksInput!) { %s(input: $input) { queued } }"
CLAIM_CITIZENS = 'mutation { claimCitizenChecks(limit: 1000, worker: "attack") { id personalId } }'
REPORT_CITIZENS = """mutation ($reports: [CitizenCheckReport!]!) { reportCitizenChecks(reports: $reports) { outcome } }"""
CLAIM_ACCOUNTS = 'mutation { claimAccountChecks(limit: 1000, worker: "attack") { id holderName } }'
REPORT_ACCOUNTS = """mutation ($reports: [AccountCheckReport!]!) { reportAccountChecks(reports: $reports) { outcome } }"""


class Register:
    def __init__(self, officer, population, banks, area):
        self._officer = officer
        self._population = population
        self._banks = banks
        self._area = area

    def check_everybody(self):
        for mutation in ("requestCitizenChecks", "requestAccountChecks"):
            self._officer.ask(ASK % mutation, input={"area": self._area})
        while self._answer_citizens("MATCH"):
            pass
        for bank in self._banks:
            while answer_accounts(bank):
                pass

    def let_die(self, beneficiary_id):
        wanted = {"beneficiaryIds": [beneficiary_id], "onlyStale": False}
        self._officer.ask(ASK % "requestCitizenChecks", input=wanted)
        return self._answer_citizens("DECEASED")

    def _answer_citizens(self, verdict):
        tasks = self._population.ask(CLAIM_CITIZENS)["claimCitizenChecks"]
        said = {"verdict": verdict, "checkedAt": now()}
        reports = [{"reportId": str(uuid.uuid4()), "taskId": task["id"], **said} for task in tasks]
        if reports:
            self._population.ask(REPORT_CITIZENS, reports=reports)
        return len(tasks)


def answer_accounts(bank):
    tasks = bank.ask(CLAIM_ACCOUNTS)["claimAccountChecks"]
    reports = [
        {
            "reportId": str(uuid.uuid4()),
            "taskId": task["id"],
            "accountState": "OPEN",
            "returnedName": task["holderName"],
            "checkedAt": now(),
        }
        for task in tasks
    ]
    if reports:
        bank.ask(REPORT_ACCOUNTS, reports=reports)
    return len(tasks)
