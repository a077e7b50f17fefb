#!/usr/bin/env python3
"""Makes the XML messages and signatures.json of this folder with python3's own XML writer, hashlib and the openssl command:
another implementation than the adapter's and the simulator's. Run it in this folder. Persons, accounts and keys are made up.

Sources: ISO 20022 message definitions pain.001.001.09, pain.002.001.10, camt.054.001.08, camt.053.001.08, acmt.023.001.03 and
acmt.024.001.03 (element names and order; pain.001 was held against a published pain.001.001.09.xsd of the EPC, which allows it but for what
EPC leaves out of ISO: UETR, Othr accounts, ClrSysMmbId, DEBT), ISO 20022 external code sets (TxSts, Rsn, Purp, CtgyPurp). The HTTP signature, NOT-RECEIVED and ACCOUNT-CLOSED are this project's profile."""
import hashlib, json, subprocess, uuid
import xml.etree.ElementTree as ET

SECRET = 'vector-secret-0123456789abcdef'
BANK = [('FinInstnId', [('ClrSysMmbId', [('MmbId', '970405')])])]
TASKS = [
    {'reference': 'ASH01K0VECTOR0000000000000000001', 'amount': 540000, 'sourceAccount': '1500201000001',
     'accountNumber': '1500205000011', 'receiverName': 'Nguyễn Thị Ánh Đào', 'receiverPersonalId': '001145000011',
     'requestedDate': '2026-11-23', 'narrative': 'Trợ cấp xã hội 2026-11 & truy lĩnh', 'purposeCode': 'SSBE'},
    {'reference': 'ASH01K0VECTOR0000000000000000002', 'amount': 1080000, 'sourceAccount': '1500201000001',
     'accountNumber': '1500205000022', 'receiverName': "Lê Văn O'Brien", 'ultimateBeneficiaryName': 'Lê Thị <Cúc>',
     'bankBin': '970405', 'requestedDate': '2026-11-23', 'narrative': 'Tro cap 2026-11', 'purposeCode': 'PENS'},
]
REF = [task['reference'] for task in TASKS]


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


MESSAGE_ID = ('ASH' + hashlib.sha256('\n'.join(sorted(REF)).encode()).hexdigest())[:30]


def transfer(task):
    private_id = [('Id', [('PrvtId', [('Othr', [('Id', task['receiverPersonalId']), ('SchmeNm', [('Cd', 'NIDN')])])])])] \
        if 'receiverPersonalId' in task else []
    ultimate = [('UltmtCdtr', [('Nm', fold(task['ultimateBeneficiaryName']).upper())])] \
        if 'ultimateBeneficiaryName' in task else []
    return ('CdtTrfTxInf', [
        ('PmtId', [('InstrId', task['reference']), ('EndToEndId', task['reference']), ('UETR', uetr(task['reference']))]),
        ('Amt', [('InstdAmt', task['amount'], {'Ccy': 'VND'})]),
        ('CdtrAgt', BANK),
        ('Cdtr', [('Nm', fold(task['receiverName']).upper())] + private_id),
        ('CdtrAcct', account(task['accountNumber']))] + ultimate + [
        ('Purp', [('Cd', task['purposeCode'])]),
        ('RmtInf', [('Ustrd', fold(task['narrative']))])])


def group(number, category, tasks):
    return ('PmtInf', [
        ('PmtInfId', f'{MESSAGE_ID}-{number}'), ('PmtMtd', 'TRF'), ('BtchBookg', 'false'), ('NbOfTxs', len(tasks)),
        ('CtrlSum', sum(task['amount'] for task in tasks)), ('PmtTpInf', [('CtgyPurp', [('Cd', category)])]),
        ('ReqdExctnDt', [('Dt', '2026-11-23')]), ('Dbtr', [('Nm', 'UBND XA DEMO')]),
        ('DbtrAcct', account('1500201000001')), ('DbtrAgt', BANK), ('ChrgBr', 'DEBT')] + [transfer(t) for t in tasks])


def head(message_id):
    return ('GrpHdr', [('MsgId', message_id), ('CreDtTm', '2026-11-22T10:00:00+07:00')])


def reason(code, kind='Cd', words=()):
    return ('StsRsnInf', [('Rsn', [(kind, code)])] + [('AddtlInf', word) for word in words])


def status(reference, word=None, why=None, booked=None, credited=None):
    return ('TxInfAndSts', [('OrgnlEndToEndId', reference)] + ([('TxSts', word)] if word else []) + ([why] if why else [])
            + ([('AccptncDtTm', '2026-11-22T10:00:01+07:00'), ('AcctSvcrRef', booked[0]),
                ('OrgnlTxRef', [('Amt', [('InstdAmt', booked[1], {'Ccy': 'VND'})])]
                 + ([('CdtrAcct', account(credited))] if credited else []))] if booked else []))


def pain002(message_id, group_status, transactions, why=None):
    original = [('OrgnlMsgId', MESSAGE_ID), ('OrgnlMsgNmId', 'pain.001.001.09')]
    original += ([('GrpSts', group_status)] if group_status else []) + ([why] if why else [])
    payments = [('OrgnlPmtInfAndSts', [('OrgnlPmtInfId', f'{MESSAGE_ID}-1')] + transactions)] if transactions else []
    return message('pain.002.001.10', 'CstmrPmtStsRpt', [head(message_id), ('OrgnlGrpInfAndSts', original)] + payments)


def entry(number, task, direction, booked='BOOK', extra=(), creditor=None, reversal=False):
    parties = [('DbtrAcct', account(task['sourceAccount'])), ('CdtrAcct', account(creditor or task['accountNumber']))]
    return ('Ntry', [
        ('NtryRef', f'N{number}'), ('Amt', f"{task['amount']}.00", {'Ccy': 'VND'}), ('CdtDbtInd', direction)]
        + ([('RvslInd', 'true')] if reversal else []) + [
        ('Sts', [('Cd', booked)]), ('BookgDt', [('Dt', '2026-11-23')]), ('AcctSvcrRef', f'FT{number}'),
        ('BkTxCd', [('Domn', [('Cd', 'PMNT'), ('Fmly', [('Cd', 'RCDT'), ('SubFmlyCd', 'ESCT')])])]),
        ('NtryDtls', [('TxDtls', [
            ('Refs', [('AcctSvcrRef', f'FT{number}'), ('EndToEndId', task['reference'])]),
            ('Amt', task['amount'], {'Ccy': 'VND'}), ('CdtDbtInd', direction), ('RltdPties', parties)] + list(extra))])])


def notification(message_id, on, entries):
    return message('camt.054.001.08', 'BkToCstmrDbtCdtNtfctn', [head(message_id), (
        'Ntfctn', [('Id', message_id), ('CreDtTm', '2026-11-23T08:00:00+07:00'), ('Acct', account(on))] + entries)])


def acmt024(verified, why=None, name=None):
    updated = [('UpdtdPtyAndAcctId', [('Pty', [('Nm', name)]), ('Acct', account('1500205000011'))])] if name else []
    rsn = [('Rsn', [why])] if why else []
    return message('acmt.024.001.03', 'IdVrfctnRpt', [
        ('Assgnmt', [('MsgId', 'VBA-V1'), ('CreDtTm', '2026-11-22T10:00:02+07:00'), ('Assgnr', [('Agt', BANK)]),
                     ('Assgne', [('Pty', [('Nm', 'AN SINH HUB')])])]),
        ('OrgnlAssgnmt', [('MsgId', 'ASVtsk01k0vector'), ('CreDtTm', '2026-11-22T03:00:00.000Z')]),
        ('Rpt', [('OrgnlId', 'Vtsk01k0vector'), ('Vrfctn', verified)] + rsn + updated)])


RETURNED = ('RtrInf', [('Rsn', [('Cd', 'AC04')]), ('AddtlInf', 'TK da dong')])
FILES = {
    'pain.001-two-payments.xml': message('pain.001.001.09', 'CstmrCdtTrfInitn', [
        ('GrpHdr', [('MsgId', MESSAGE_ID), ('CreDtTm', '2026-11-22T03:00:00.000Z'), ('NbOfTxs', 2), ('CtrlSum', 1620000),
                    ('InitgPty', [('Nm', 'AN SINH HUB')])]),
        group(1, 'SSBE', TASKS[:1]), group(2, 'PENS', TASKS[1:])]),
    'pain.002-part.xml': pain002('VBA-1', 'PART', [
        status(REF[0], 'ACSC', booked=('FT1', 540000)), status(REF[1], 'RJCT', reason('AC04', words=['LE VAN O BRIEN']))]),
    'pain.002-whole-file-received.xml': pain002('VBA-2', 'ACTC', []),
    'pain.002-whole-file-refused.xml': pain002('VBA-3', 'RJCT', [], reason('AM10')),
    'pain.002-file-seen-before.xml': pain002('VBA-4', 'RJCT', [], reason('DU01')),
    'pain.002-credited.xml': pain002('VBA-5', None, [status(REF[0], 'ACCC', booked=('FT1', 540000))]),
    'pain.002-credited-to-another.xml': pain002('VBA-17', None, [
        status(REF[0], 'ACCC', booked=('FT1', 540000), credited='1500205000099')]),
    'pain.002-unknown-word.xml': pain002('VBA-6', None, [status(REF[0], 'ZZZZ')]),
    'pain.002-never-received.xml': pain002('VBA-7', None, [status(REF[0], why=reason('NOT-RECEIVED', 'Prtry'))]),
    'camt.054-credit.xml': notification('VBA-8', '1500205000011', [entry(1, TASKS[0], 'CRDT')]),
    'camt.054-return.xml': notification('VBA-9', '1500201000001', [entry(2, TASKS[0], 'CRDT', extra=[RETURNED])]),
    'camt.054-credit-without-a-word.xml': notification('VBA-10', '1500201000001', [entry(3, TASKS[0], 'CRDT')]),
    'camt.054-reversal.xml': notification('VBA-11', '1500201000001', [entry(4, TASKS[0], 'CRDT', reversal=True)]),
    'camt.054-pending.xml': notification('VBA-12', '1500205000011', [entry(5, TASKS[0], 'CRDT', booked='PDNG')]),
    'camt.054-information-only.xml': notification('VBA-13', '1500205000011', [entry(6, TASKS[0], 'CRDT', booked='INFO')]),
    'camt.053-day.xml': message('camt.053.001.08', 'BkToCstmrStmt', [head('VBA-14'), ('Stmt', [
        ('Id', 'S1'), ('CreDtTm', '2026-11-23T23:00:00+07:00'), ('Acct', account('1500201000001')),
        entry(7, TASKS[0], 'DBIT'), entry(8, TASKS[1], 'DBIT'), entry(9, TASKS[1], 'CRDT', extra=[RETURNED])])]),
    'acmt.023-request.xml': message('acmt.023.001.03', 'IdVrfctnReq', [
        ('Assgnmt', [('MsgId', 'ASVtsk01k0vector'), ('CreDtTm', '2026-11-22T03:00:00.000Z'),
                     ('Assgnr', [('Pty', [('Nm', 'AN SINH HUB')])]), ('Assgne', [('Agt', BANK)])]),
        ('Vrfctn', [('Id', 'Vtsk01k0vector'), ('PtyAndAcctId', [
            ('Pty', [('Nm', 'Nguyen Thi Anh Dao'),
                     ('Id', [('PrvtId', [('Othr', [('Id', '001145000011'), ('SchmeNm', [('Cd', 'NIDN')])])])])]),
            ('Acct', account('1500205000011')), ('Agt', BANK)])])]),
    'acmt.024-verified.xml': acmt024('true', name='NGUYEN THI ANH DAO'),
    'acmt.024-verified-without-name.xml': acmt024('true'),
    'acmt.024-not-found.xml': acmt024('false', ('Cd', 'AC01')),
    'acmt.024-closed.xml': acmt024('false', ('Prtry', 'ACCOUNT-CLOSED')),
    'acmt.024-blocked.xml': acmt024('false', ('Cd', 'AG01')),
    'acmt.024-name-differs.xml': acmt024('false', ('Cd', 'PN01'), 'TRAN VAN BINH'),
    'acmt.024-name-close.xml': acmt024('false', ('Cd', 'PN02')),
    'acmt.024-id-differs.xml': acmt024('false', ('Cd', 'PI01'), 'NGUYEN THI ANH DAO'),
    'acmt.024-no-answer.xml': acmt024('false', ('Cd', 'NORR')),
}


def openssl(*args, data):
    return subprocess.run(['openssl', *args], input=data, check=True, capture_output=True).stdout.decode().split()[-1]


def signed(parts, body):
    digest = hashlib.sha256(body).hexdigest()
    text = '\n'.join(parts + [digest]).encode()
    return {'parts': parts, 'signature': openssl('dgst', '-sha256', '-hmac', SECRET, data=text)}


for name, text in FILES.items():
    with open(name, 'w', encoding='utf-8') as file:
        file.write("<?xml version='1.0' encoding='UTF-8'?>\n" + text + '\n')

TIME = '2026-11-22T03:00:00.000Z'
pain001 = open('pain.001-two-payments.xml', 'rb').read()
json.dump({
    'secret': SECRET, 'timestamp': TIME, 'tasks': TASKS, 'messageId': MESSAGE_ID,
    'request': signed(['POST', '/h2h/v1/files', TIME], pain001),
    'emptyRequest': signed(['GET', '/h2h/v1/outbox', TIME], b''),
    'answer': signed(['200', 'POST', '/h2h/v1/files', TIME], open('pain.002-part.xml', 'rb').read()),
}, open('signatures.json', 'w', encoding='utf-8'), ensure_ascii=False, indent=2)
