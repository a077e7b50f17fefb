#!/usr/bin/env python3
"""Makes vectors/disbursement.json of a provider that speaks GSMA Mobile Money API 1.2, with Python's own hashlib, hmac and json.

The message is written by hand from the public OpenAPI file 1.2.0 "disbursements"; people and numbers are made up.
Run in this folder: python3 make-provider-vectors.py vnpt-money 0912345678 && python3 make-provider-vectors.py mobifone-money 0901234567
"""
import hashlib
import hmac
import json
import pathlib
import sys
import uuid

provider, number = sys.argv[1:]
reference = "ASH" + hashlib.sha256(provider.encode()).hexdigest()[:16].upper()
secret = hashlib.md5(provider.encode()).hexdigest()
digest = hashlib.sha256(("gsma-mobile-money " + reference).encode()).hexdigest()
body = json.dumps(
    {
        "amount": "540000",
        "currency": "VND",
        "debitParty": [{"key": "accountid", "value": "9527.1.0000001"}],
        "creditParty": [{"key": "msisdn", "value": "+84" + number[1:]}],
        "requestingOrganisationTransactionReference": reference,
        "requestDate": "2026-11-22T01:02:03.000Z",
        "descriptionText": "CHI TRA 2026-11 " + reference[-8:],
    },
    separators=(",", ":"),
)
vector = {
    "source": "OpenAPI file 1.2.0, POST /transactions/type/disbursement; made by make-provider-vectors.py, python3",
    "reference": reference,
    "number": number,
    "correlationId": str(uuid.UUID(digest[:12] + "8" + digest[13:16] + "8" + digest[17:32])),
    "callback": {
        "secret": secret,
        "path": f"/callbacks/{reference}/" + hmac.new(secret.encode(), reference.encode(), hashlib.sha256).hexdigest()[:32],
    },
    "body": body,
    "contentHash": hashlib.sha256(body.encode()).hexdigest(),
}
out = pathlib.Path(__file__).parent.parent.parent / provider / "vectors" / "disbursement.json"
out.write_text(json.dumps(vector, indent=2) + "\n", encoding="utf-8")
