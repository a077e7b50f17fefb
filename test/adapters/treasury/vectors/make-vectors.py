#!/usr/bin/env python3
"""Makes the documents, answers, signatures.json and (once) the keys of this folder with python3's own XML writer, hashlib and the
openssl command: another implementation than the adapter's and the simulator's. Run it in this folder. Units, accounts and keys are made up.

Sources: form names C2-02/NS (withdrawal of an estimate) and C2-05a/NS (return of what is left); element names, words, headers and
signatures are this project's profile (adapters/treasury/README.md): the Treasury publishes none."""
import hashlib, json, os, subprocess
import xml.etree.ElementTree as ET

KEYS = {side: (f'test-vector-{side}-key.pem', f'test-vector-{side}-public.pem') for side in ('unit', 'treasury')}
for private, public in KEYS.values():
    if not os.path.exists(private):
        subprocess.run(['openssl', 'genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', private], check=True)
        subprocess.run(['openssl', 'pkey', '-in', private, '-pubout', '-out', public], check=True)

NS = 'urn:ansinhhub:kbnn:ttsp:1'
AT = '2026-11-22T18:30:00.000Z'  # already the 23rd in Vietnam
FUND, RETURN = 'F01A20336A2B173D893C30AD4A502719D', 'R01A20337FDD175E39581B1C4F435F498'
PATH = '/ttsp/v1/chung-tu'


def build(parent, content):
    for name, value, *rest in content:
        node = ET.SubElement(parent, name, rest[0] if rest else {})
        if isinstance(value, list):
            build(node, value)
        else:
            node.text = str(value)


def document(root, content):
    top = ET.Element(root, {'xmlns': NS})
    build(top, content)
    return ET.tostring(top, encoding='unicode')


def order(form, reference, party, amount, what, programme):
    return document('ChungTu', [
        ('MauSo', form), ('SoThamChieu', reference), ('NgayLap', '2026-11-22'), ('KhoBac', '1161'),
        ('DonVi', [('MaQhns', '1052837'), ('Ten', 'UBND xã <Demo> & bạn')]),
        ('TaiKhoanDuToan', '9523.2.1052837'),
        ('MucLucNganSach', [('Chuong', '424'), ('Khoan', '398'), ('TieuMuc', '7449')]),
        ('DiaBan', 'Tỉnh Ninh Bình', {'ma': '37'}), ('Ky', '2026-11'),
        *([('ChuongTrinh', programme)] if programme else []),
        ('SoTien', amount, {'loaiTien': 'VND'}),
        (party, [('TaiKhoan', '12010001234567'), ('NganHang', '970418'), ('Ten', 'AN SINH HUB DEMO PAYER')]),
        ('NoiDung', f'{what} 2026-11: Trợ cấp xã hội'),
    ])


def answer(reference, word, more=()):
    return document('KetQua', [('SoThamChieu', reference), ('TrangThai', word), *more, ('ThoiGian', AT)])


def executed(amount, number='RDT-261123AB12CD34'):
    return [('SoChungTu', number), ('NgayChungTu', '2026-11-23'), ('SoTien', amount, {'loaiTien': 'VND'})]


MESSAGES = {
    'order-fund': order('C2-02/NS', FUND, 'DonViNhanTien', 1883391000, 'Cap kinh phi chi tra', 'TCXH'),
    'order-return': order('C2-05a/NS', RETURN, 'DonViNopTra', 540000, 'Nop tra kinh phi con lai', None),
    'answer-never-received': answer(FUND, 'CHUA_NHAN'),
    'answer-in-control': answer(FUND, 'DANG_KIEM_SOAT'),
    'answer-executed': answer(FUND, 'DA_THANH_TOAN', executed(1883391000)),
    'answer-executed-without-a-number': answer(FUND, 'DA_THANH_TOAN', executed(1883391000)[1:]),
    'answer-refused': answer(FUND, 'TU_CHOI', [('LyDo', [('Ma', 'KS02'), ('DienGiai', 'Dự toán được giao không còn đủ để chi')])]),
    'answer-unknown-word': answer(FUND, 'CHO_XU_LY_LAI'),
    'answer-of-another': answer(RETURN, 'DA_THANH_TOAN', executed(540000, 'NTKP-261123AB12CD34')),
}
for name, text in MESSAGES.items():
    with open(f'{name}.xml', 'w', encoding='utf8') as file:
        file.write(text)


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def signed(side, *lines):
    text = '\n'.join(lines)
    done = subprocess.run(['openssl', 'dgst', '-sha256', '-sign', KEYS[side][0], '-binary'], input=text.encode(), capture_output=True, check=True)
    encoded = subprocess.run(['openssl', 'base64', '-A'], input=done.stdout, capture_output=True, check=True)
    return {'input': text, 'signature': encoded.stdout.decode()}


ORDER, DONE = MESSAGES['order-fund'], MESSAGES['answer-executed']
with open('signatures.json', 'w', encoding='utf8') as file:
    json.dump({
        'time': AT,
        'references': {'fund': FUND, 'return': RETURN},
        'order': signed('unit', 'POST', PATH, AT, digest(ORDER)),
        'inquiry': signed('unit', 'GET', f'{PATH}/{FUND}', AT, digest('')),
        'answerToOrder': signed('treasury', '200', PATH, AT, digest(ORDER), digest(DONE)),
        'answerToInquiry': signed('treasury', '200', f'{PATH}/{FUND}', AT, digest(''), digest(DONE)),
    }, file, indent=2)
    file.write('\n')
