#!/usr/bin/env python3
"""Makes the vectors of the GSMA Mobile Money API 1.2 profile, with Python's own hashlib, hmac and json.

Messages are written by hand from the public specification (OpenAPI file 1.2.0 "disbursements" and the guide
"Getting started", both at developer.mobilemoneyapi.io); people and numbers are made up. Run: python3 make-vectors.py
"""
import hashlib
import hmac
import json
import pathlib
import uuid

here = pathlib.Path(__file__).parent
reference = "ASH0123456789ABCDEF"
secret = "0123456789abcdef0123456789abcdef"


def correlation_id(text):
    """SHA-256 of the label and the reference, marked as a UUID of version 8 and variant 8."""
    digest = hashlib.sha256(("gsma-mobile-money " + text).encode()).hexdigest()
    return str(uuid.UUID(digest[:12] + "8" + digest[13:16] + "8" + digest[17:32]))


request = {
    "amount": "1500000",
    "currency": "VND",
    "debitParty": [{"key": "accountid", "value": "9700000000001"}],
    "creditParty": [{"key": "msisdn", "value": "+84970000001"}],
    "requestingOrganisationTransactionReference": reference,
    "requestDate": "2026-11-22T01:02:03.000Z",
    "descriptionText": "Tro cap xa hoi thang 11/2026",
}
body = json.dumps(request, separators=(",", ":"), ensure_ascii=False)
transaction = {
    "transactionReference": "MM0000000000000001",
    "requestingOrganisationTransactionReference": reference,
    "creditParty": request["creditParty"],
    "debitParty": request["debitParty"],
    "type": "disbursement",
    "transactionStatus": "completed",
    "amount": "1500000",
    "currency": "VND",
    "creationDate": "2026-11-22T01:02:04Z",
    "modificationDate": "2026-11-22T01:02:05Z",
}
state = {
    "serverCorrelationId": "6f0c2a50-5b3c-4d0e-9a52-0d2f6a3b7c11",
    "objectReference": "",
    "status": "pending",
    "notificationMethod": "callback",
    "pollLimit": 100,
}
error = {
    "errorCategory": "businessRule",
    "errorCode": "insufficientFunds",
    "errorDateTime": "2026-11-22T01:02:04Z",
    "errorParameters": [{"key": "limit", "value": "0"}],
}
vectors = {
    "reference": reference,
    "correlationId": correlation_id(reference),
    "callback": {
        "secret": secret,
        "path": f"/callbacks/{reference}/"
        + hmac.new(secret.encode(), reference.encode(), hashlib.sha256).hexdigest()[:32],
    },
    "request": {
        "body": body,
        "contentHash": hashlib.sha256(body.encode()).hexdigest(),
    },
    "answers": {
        "transaction": transaction,
        "transactionWithDecimals": {**transaction, "amount": "1500000.00"},
        "transactionOfTheFuture": {**transaction, "transactionStatus": "settling-in-branch"},
        "transactionWithFraction": {**transaction, "amount": "1500000.5"},
        "transactionReversed": {**transaction, "transactionStatus": "reversed"},
        "requestStatePending": state,
        "requestStateFailed": {**state, "status": "failed", "error": error},
        "requestStateFailedAsTheGuideSpellsIt": {
            **state,
            "status": "failed",
            "errorReference": {"errorCategory": "BusinessRule", "errorCode": "InsufficientFunds"},
        },
        "error": error,
        "errorDuplicate": {"errorCategory": "businessRule", "errorCode": "duplicateRequest"},
        "errorInternal": {"errorCategory": "internal", "errorCode": "genericError"},
        "errorGeneric": {"errorCategory": "businessRule", "errorCode": "genericError"},
        "requestStateFailedOfTheFuture": {
            **state,
            "status": "failed",
            "error": {"errorCategory": "businessRule", "errorCode": "quantumLimitExceeded"},
        },
        "errorOfTheFuture": {"errorCategory": "businessRule", "errorCode": "quantumLimitExceeded"},
        "link": {"link": "https://another-host.example/v1.2/mm/transactions/MM0000000000000001"},
    },
}
(here / "gsma-1.2.json").write_text(json.dumps(vectors, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
