"""The honest people around the hub: an officer who makes batches and proposes, an approver who confirms, a treasurer who
brings the money, and a register that knows everybody."""
from hub import HubFailure
from payments import now

CREATE = """mutation ($input: CreatePaymentBatchInput!) { createPaymentBatch(input: $input) {
  __typename ... on UserError { code message } } }"""
WAITING = """query ($area: ID!) { paymentBatches(filter: { area: $area, status: AWAITING_APPROVAL }) {
  nodes { id totals { amount } } } }"""
APPROVE = """mutation ($input: ApprovePaymentBatchInput!) { approvePaymentBatch(input: $input) {
  __typename ... on UserError { code message } } }"""
FUND = """mutation ($input: RecordFundingInput!) { recordFunding(input: $input) {
  __typename ... on UserError { code message } } }"""
RESOLVE = """mutation ($input: ResolveExceptionInput!) { resolveException(input: $input) {
  __typename ... on UserError { code message } } }"""
EXCEPTIONS = """query ($after: String) { reconciliationExceptions(first: 500, after: $after, open: null) {
  pageInfo { hasNextPage endCursor } nodes { id kind resolvedAt payment { id } %s } } }"""
PAYMENTS = """query ($filter: PaymentFilter, $after: String) { payments(first: 500, after: $after, filter: $filter) {
  pageInfo { hasNextPage endCursor }
  nodes { id status amount period beneficiary { id } attempts { reference } } } }"""
FIELDS = '{ __type(name: "ReconciliationException") { fields { name } } }'


class People:
    def __init__(self, officer, approver, treasurer, area, institution):
        self._officer = officer
        self._approver = approver
        self._treasurer = treasurer
        self._area = area
        self._institution = institution
        # What may be decided is told by newer hubs; with an older one people try.
        fields = officer.ask(FIELDS)["__type"]["fields"]
        self._tells_allowed = any(field["name"] == "allowedDecisions" for field in fields)

    def make_batch(self, period, carry_forward=False):
        """Made, approved and funded, whatever the guard has flagged: people are in a hurry. Nothing to pay is fine too."""
        self._officer.ask(CREATE, input={"area": self._area, "period": period, "carryForward": carry_forward})
        # Also one whose maker has never had an answer.
        for batch in self._officer.ask(WAITING, area=self._area)["paymentBatches"]["nodes"]:
            self._approver.ask(APPROVE, input={"id": batch["id"], "acceptFlagsReason": "đã kiểm tra"})
            funding = {"batchId": batch["id"], "amount": batch["totals"]["amount"], "date": now()[:10]}
            self._treasurer.ask(FUND, input={"documentNumber": f"KB-{batch['id']}", **funding})

    def payments(self, institution=None):
        of = {"area": self._area, "institution": institution or self._institution}
        return pages(lambda after: self._officer.ask(PAYMENTS, filter=of, after=after)["payments"])

    def exceptions(self):
        query = EXCEPTIONS % ("allowedDecisions" if self._tells_allowed else "")
        return pages(lambda after: self._officer.ask(query, after=after)["reconciliationExceptions"])

    def open_exceptions(self, payment_id):
        return [
            exception
            for exception in self.exceptions()
            if exception["resolvedAt"] is None and (exception["payment"] or {}).get("id") == payment_id
        ]

    def decide(self, exception, decision):
        """Proposed by one and confirmed by another; without a decision closed by one. Returns what the hub says against it."""
        wanted = {"id": exception["id"], "reason": "đã đối chiếu với sổ của tổ chức chi trả"}
        if decision is None:
            return said_against(self._officer, wanted)
        wanted["decision"] = decision
        return said_against(self._officer, wanted) or said_against(self._approver, wanted)


def said_against(person, wanted):
    try:
        answer = person.ask(RESOLVE, input=wanted)["resolveException"]
    except HubFailure as failure:
        return failure.code
    return None if answer["__typename"] == "ResolveExceptionSuccess" else answer["code"]


def pages(ask):
    nodes, after = [], None
    while True:
        page = ask(after)
        nodes += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return nodes
        after = page["pageInfo"]["endCursor"]
