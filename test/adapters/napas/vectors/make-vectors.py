#!/usr/bin/env python3
"""Makes the XML messages, signatures.json and (once) the keys of this folder with python3's own XML writer, hashlib and the openssl
command: another implementation than the adapter's and the simulator's. Run it in this folder. Persons, accounts and keys are made up.

Sources: ISO 20022 message definitions pacs.008.001.08, pacs.002.001.10, pacs.028.001.03, pacs.004.001.09, acmt.023.001.03,
acmt.024.001.03, camt.053.001.08 (element names and order) and external code sets; the switch's developer API for the token
request (field names, values in the order of the names, base64url). Hash and padding, header signatures and NOT-RECEIVED are this project's profile."""
import base64, hashlib, json, os, subprocess, uuid
import xml.etree.ElementTree as ET

KEYS = {side: (f'test-vector-{side}-key.pem', f'test-vector-{side}-public.pem') for side in ('participant', 'switch')}
for private, public in KEYS.values():
    if not os.path.exists(private):
        subprocess.run(['openssl', 'genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', private], check=True)
        subprocess.run(['openssl', 'pkey', '-in', private, '-pubout', '-out', public], check=True)

TASK = {'reference': '01K0VECTOR000000000000000000001', 'amount': 540000, 'sourceAccount': '12010001234567',
        'accountNumber': '1012345678', 'bankBin': '970436', 'receiverName': "Lê Văn O'Brien", 'receiverPersonalId': '001145000011',
        'ultimateBeneficiaryName': 'Nguyễn Thị <Ánh> Đào', 'requestedDate': '2026-11-20',
        'narrative': 'Trợ cấp xã hội 2026-11 & truy lĩnh', 'purposeCode': 'SSBE'}
REF = TASK['reference']
AT = '2026-11-22T18:30:00.000Z'  # already the 23rd in Vietnam
PAYER, PAYER_BANK = 'UBND XA DEMO', '970418'


def build(parent, content):
    for name, value, *rest in content:
        node = ET.SubElement(parent, name, rest[0] if rest else {})
        if isinstance(value, list):
            build(node, value)
        else:
            node.text = str(value)


def message(definition, root, content):
    document = ET.Element('Document', {'xmlns': f'urn:iso:std:iso:20022:tech:xsd:{definition}'})
    build(document, [(root, content)])
    return ET.tostring(document, encoding='unicode')


def bank(number):
    return [('FinInstnId', [('ClrSysMmbId', [('MmbId', number)])])]


def account(number):
    return [('Id', [('Othr', [('Id', number)])])]


def uetr(reference):
    raw = bytearray(hashlib.sha256(f'uetr:{reference}'.encode()).digest()[:16])
    raw[6], raw[8] = raw[6] & 0x0F | 0x40, raw[8] & 0x3F | 0x80
    return str(uuid.UUID(bytes=bytes(raw)))


def fold(text):
    import re, unicodedata
    plain = ''.join(c for c in unicodedata.normalize('NFD', text) if not unicodedata.combining(c))
    plain = plain.replace('đ', 'd').replace('Đ', 'D')
    return re.sub(' +', ' ', re.sub(r"[^A-Za-z0-9/\-?:().,'+ ]", ' ', plain)).strip()


def named(prefix, *parts):
    return (prefix + hashlib.sha256('\n'.join(sorted(parts)).encode()).hexdigest())[:30]


MESSAGE_ID = named('ASN', REF)
VND = {'Ccy': 'VND'}


def head(message_id):
    return ('GrpHdr', [('MsgId', message_id), ('CreDtTm', '2026-11-23T01:30:01+07:00')])


def reason(code, kind='Cd', words=()):
    return ('StsRsnInf', [('Rsn', [(kind, code)])] + [('AddtlInf', word) for word in words])


def pacs002(message_id, transaction=None, group=()):
    original = ('OrgnlGrpInfAndSts', [('OrgnlMsgId', MESSAGE_ID), ('OrgnlMsgNmId', 'pacs.008.001.08')] + list(group))
    return message('pacs.002.001.10', 'FIToFIPmtStsRpt', [head(message_id), original] + ([transaction] if transaction else []))


def status(word=None, why=None, amount=540000, reference=REF, credited=None):
    return ('TxInfAndSts', [('OrgnlInstrId', reference), ('OrgnlEndToEndId', reference), ('OrgnlTxId', reference)]
            + ([('TxSts', word)] if word else []) + ([why] if why else [])
            + ([('AccptncDtTm', '2026-11-23T01:30:02+07:00'), ('ClrSysRef', 'NP1'),
                ('OrgnlTxRef', [('IntrBkSttlmAmt', amount, VND)] + ([('CdtrAcct', account(credited))] if credited else []))] if word else []))


def pacs004(message_id, amount, code='AC04'):
    return message('pacs.004.001.09', 'PmtRtr', [
        ('GrpHdr', [('MsgId', message_id), ('CreDtTm', '2026-11-25T09:00:00+07:00'), ('NbOfTxs', 1), ('SttlmInf', [('SttlmMtd', 'CLRG')])]),
        ('TxInf', [('RtrId', 'R1'), ('OrgnlInstrId', REF), ('OrgnlEndToEndId', REF), ('OrgnlTxId', REF), ('OrgnlClrSysRef', 'NP1'),
                   ('OrgnlIntrBkSttlmAmt', 540000, VND), ('RtrdIntrBkSttlmAmt', f'{amount}.00', VND),
                   ('RtrRsnInf', [('Rsn', [('Cd', code)]), ('AddtlInf', 'LE VAN O BRIEN')])])])


def acmt024(verified, why=None, name=None):
    updated = [('UpdtdPtyAndAcctId', [('Pty', [('Nm', name)]), ('Acct', account('1012345678'))])] if name else []
    return message('acmt.024.001.03', 'IdVrfctnRpt', [
        ('Assgnmt', [('MsgId', 'NPS-V1'), ('CreDtTm', '2026-11-23T01:30:02+07:00'), ('Assgnr', [('Agt', bank('970436'))]),
                     ('Assgne', [('Pty', [('Nm', PAYER)])])]),
        ('OrgnlAssgnmt', [('MsgId', 'ASVtsk01k0vector'), ('CreDtTm', AT)]),
        ('Rpt', [('OrgnlId', 'Vtsk01k0vector'), ('Vrfctn', verified)] + ([('Rsn', [('Cd', why)])] if why else []) + updated)])


def entry(direction, booked='BOOK', returned=(), reference=REF):
    return ('Ntry', [
        ('NtryRef', 'NP1'), ('Amt', '540000.00', VND), ('CdtDbtInd', direction), ('Sts', [('Cd', booked)]),
        ('BookgDt', [('DtTm', '2026-11-23T01:30:02+07:00')]), ('AcctSvcrRef', 'NP1'),
        ('BkTxCd', [('Domn', [('Cd', 'PMNT'), ('Fmly', [('Cd', 'IRCT'), ('SubFmlyCd', 'DMCT')])])]),
        ('NtryDtls', [('TxDtls', [('Refs', [('AcctSvcrRef', 'NP1'), ('EndToEndId', reference), ('TxId', reference)]),
                                  ('Amt', 540000, VND), ('CdtDbtInd', direction)] + list(returned))])])


RETURNED = [('RtrInf', [('Rsn', [('Cd', 'MD07')])])]
FILES = {
    'pacs.008-to-an-authorised-receiver.xml': message('pacs.008.001.08', 'FIToFICstmrCdtTrf', [
        ('GrpHdr', [('MsgId', MESSAGE_ID), ('CreDtTm', AT), ('NbOfTxs', 1),
                    ('SttlmInf', [('SttlmMtd', 'CLRG'), ('ClrSys', [('Prtry', 'NAPAS')])]),
                    ('InstgAgt', bank(PAYER_BANK)), ('InstdAgt', bank('970436'))]),
        ('CdtTrfTxInf', [
            ('PmtId', [('InstrId', REF), ('EndToEndId', REF), ('TxId', REF), ('UETR', uetr(REF))]),
            ('PmtTpInf', [('CtgyPurp', [('Cd', 'SSBE')])]), ('IntrBkSttlmAmt', 540000, VND), ('IntrBkSttlmDt', '2026-11-23'),
            ('ChrgBr', 'DEBT'), ('Dbtr', [('Nm', PAYER)]), ('DbtrAcct', account(TASK['sourceAccount'])), ('DbtrAgt', bank(PAYER_BANK)),
            ('CdtrAgt', bank('970436')), ('Cdtr', [('Nm', fold(TASK['receiverName']).upper())]), ('CdtrAcct', account('1012345678')),
            ('UltmtCdtr', [('Nm', fold(TASK['ultimateBeneficiaryName']).upper())]), ('Purp', [('Cd', 'SSBE')]),
            ('RmtInf', [('Ustrd', fold(TASK['narrative']))])])]),
    'pacs.028-request.xml': message('pacs.028.001.03', 'FIToFIPmtStsReq', [
        ('GrpHdr', [('MsgId', named('ASQ', REF, AT)), ('CreDtTm', AT), ('InstgAgt', bank(PAYER_BANK))]),
        ('OrgnlGrpInf', [('OrgnlMsgId', MESSAGE_ID), ('OrgnlMsgNmId', 'pacs.008.001.08')]),
        ('TxInf', [('OrgnlInstrId', REF), ('OrgnlEndToEndId', REF), ('OrgnlTxId', REF), ('OrgnlUETR', uetr(REF))])]),
    'pacs.002-credited.xml': pacs002('NPS-1', status('ACCC')),
    'pacs.002-settled-between-banks.xml': pacs002('NPS-2', status('ACSC')),
    'pacs.002-in-process.xml': pacs002('NPS-3', status('ACSP')),
    'pacs.002-pending.xml': pacs002('NPS-4', status('PDNG')),
    'pacs.002-account-closed.xml': pacs002('NPS-5', status('RJCT', reason('AC04', words=['LE VAN O BRIEN']))),
    'pacs.002-above-the-limit.xml': pacs002('NPS-6', status('RJCT', reason('AM02'))),
    'pacs.002-receiving-bank-away.xml': pacs002('NPS-7', status('RJCT', reason('AB08'))),
    'pacs.002-seen-before.xml': pacs002('NPS-8', status('RJCT', reason('DU04'))),
    'pacs.002-unknown-word.xml': pacs002('NPS-9', status('ZZZZ')),
    'pacs.002-never-received.xml': pacs002('NPS-10', status(None, reason('NOT-RECEIVED', 'Prtry'))),
    'pacs.002-message-refused.xml': pacs002('NPS-11', group=[('GrpSts', 'RJCT'), reason('FF01')]),
    'pacs.002-of-another.xml': pacs002('NPS-12', status('ACCC', reference='SOMEBODYELSE')),
    'pacs.002-credited-to-another.xml': pacs002('NPS-16', status('ACCC', credited='1012345699')),
    'pacs.004-return.xml': pacs004('NPS-13', 540000),
    'pacs.004-part.xml': pacs004('NPS-14', 200000, 'CUST'),
    'acmt.023-request.xml': message('acmt.023.001.03', 'IdVrfctnReq', [
        ('Assgnmt', [('MsgId', 'ASVtsk01k0vector'), ('CreDtTm', AT), ('Assgnr', [('Pty', [('Nm', PAYER)])]),
                     ('Assgne', [('Agt', bank('970436'))])]),
        ('Vrfctn', [('Id', 'Vtsk01k0vector'), ('PtyAndAcctId', [('Acct', account('1012345678')), ('Agt', bank('970436'))])])]),
    'acmt.024-masked-name.xml': acmt024('true', name="L*** V** O**"),
    'acmt.024-open-without-name.xml': acmt024('true'),
    'acmt.024-not-found.xml': acmt024('false', 'AC01'),
    'acmt.024-no-credit.xml': acmt024('false', 'AG01'),
    'acmt.024-bank-cannot-say.xml': acmt024('false', 'MS03'),
    'acmt.024-no-such-bank.xml': acmt024('false', 'RC04'),
    'camt.053-day.xml': message('camt.053.001.08', 'BkToCstmrStmt', [head('NPS-15'), ('Stmt', [
        ('Id', 'STM-2026-11-23'), ('CreDtTm', '2026-11-23T23:59:00+07:00'), ('Acct', account('SETTLEMENT')),
        entry('DBIT'), entry('CRDT', returned=RETURNED), entry('CRDT'), entry('DBIT', booked='PDNG'), entry('DBIT', reference='not/ours')])]),
}


def openssl_sign(text, side):
    signed = subprocess.run(['openssl', 'dgst', '-sha256', '-sign', KEYS[side][0]], input=text.encode(), capture_output=True, check=True)
    return base64.urlsafe_b64encode(signed.stdout).decode().rstrip('=')


def signed(side, **fields):
    text = ''.join(fields[name] for name in sorted(fields))
    return {'fields': fields, 'input': text, 'signature': openssl_sign(text, side)}


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


for name, text in FILES.items():
    with open(name, 'w') as file:
        file.write(text + '\n')
TRANSFER = FILES['pacs.008-to-an-authorised-receiver.xml'] + '\n'
ANSWER = FILES['pacs.002-credited.xml'] + '\n'
PATH = '/api/ibft/v1/messages'
with open('signatures.json', 'w') as file:
    json.dump({
        'clientId': 'test-vector-client', 'timestamp': AT, 'messageId': MESSAGE_ID, 'task': TASK,
        # The documented fields and their order; the values are made up. The documented answer spells expies_in.
        'token': signed('participant', client_id='test-vector-client', client_secret='test-vector-client-secret',
                        grant_type='password', password='test-vector-password', username='test-vector-user'),
        'tokenAnswer': signed('switch', result='SUCCESS', access_token='test-vector-token', token_type='bearer',
                              refresh_token='test-vector-refresh-token', expies_in='300'),
        'request': signed('participant', CallbackUrl='http://127.0.0.1:4999/napas/notifications', ClientId='test-vector-client',
                          Digest=digest(TRANSFER), Message='pacs.008.001.08', Path=PATH, Timestamp=AT),
        'answer': signed('switch', Digest=digest(ANSWER), RequestDigest=digest(TRANSFER), RequestTimestamp=AT, Status='200'),
        'notification': signed('switch', Digest=digest(ANSWER), Path='/napas/notifications', Timestamp=AT),
    }, file, ensure_ascii=False, indent=1)
    file.write('\n')
