#!/usr/bin/env python3
"""Makes messages.json with python3's `cryptography` (AES key wrap, AES-GCM, AES-CBC-HMAC) and the openssl command (keys,
certificates, RS256): another implementation than the adapter's and the simulator's. Run it in this folder.
The keys are test vectors and belong to nobody; nothing here is a secret.

Sources: RFC 7516 and RFC 7518 §4.4, §5 (General JWE JSON, AxxxKW, AxxxGCM, A128CBC-HS256), RFC 7515 appendix F (detached JWS);
BIDV Open API partner specification for which of them a body uses. The fields of the bodies are this project's profile."""
import base64, hashlib, hmac, json, os, subprocess
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_wrap

KEYS = {'A128KW': bytes(range(16)).hex(), 'A192KW': bytes(range(24)).hex(), 'A256KW': bytes(range(32)).hex()}


def openssl(*args, data=b''):
    return subprocess.run(['openssl', *args], input=data, check=True, capture_output=True).stdout


def b64(data):
    return base64.urlsafe_b64encode(data if isinstance(data, bytes) else data.encode()).rstrip(b'=').decode()


def fixed(label, length):
    """Content keys and IVs are fixed, so that a second run gives the same file."""
    return hashlib.sha512(label.encode()).digest()[:length]


def seal(name, plain, alg, enc):
    head = b64(json.dumps({'enc': enc}, separators=(',', ':')))
    text = json.dumps(plain, ensure_ascii=False, separators=(',', ':')).encode()
    if enc.endswith('GCM'):
        key, iv = fixed(name + 'key', int(enc[1:4]) // 8), fixed(name + 'iv', 12)
        out = AESGCM(key).encrypt(iv, text, head.encode())
        cipher, tag = out[:-16], out[-16:]
    else:
        key, iv = fixed(name + 'key', 32), fixed(name + 'iv', 16)
        pad = padding.PKCS7(128).padder()
        run = Cipher(algorithms.AES(key[16:]), modes.CBC(iv)).encryptor()
        cipher = run.update(pad.update(text) + pad.finalize()) + run.finalize()
        length = (len(head) * 8).to_bytes(8, 'big')
        tag = hmac.new(key[:16], head.encode() + iv + cipher + length, hashlib.sha256).digest()[:16]
    wrapped = aes_key_wrap(bytes.fromhex(KEYS[alg]), key)
    return json.dumps({'recipients': [{'header': {'alg': alg}, 'encrypted_key': b64(wrapped)}], 'protected': head,
                       'ciphertext': b64(cipher), 'iv': b64(iv), 'tag': b64(tag)}, separators=(',', ':'))


def jws(payload, key):
    head = b64('{"alg":"RS256"}')
    signature = b64(openssl('dgst', '-sha256', '-sign', key, data=f'{head}.{b64(payload)}'.encode()))
    return {'compact': f'{head}.{b64(payload)}.{signature}', 'detached': f'{head}..{signature}'}


def keys(who):
    key, certificate = f'test-vector-{who}-key.pem', f'test-vector-{who}-certificate.pem'
    if not os.path.exists(key):
        openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '36500',
                '-subj', f'/CN=Test vector {who}, not a secret')
    return key, open(key).read(), open(certificate).read()


partner_key, partner_pem, partner_certificate = keys('partner')
bank_key, bank_pem, bank_certificate = keys('bank')
stranger_key, _, _ = keys('stranger')

transfer = {'requestId': 'ASH20261100000001', 'debitAccount': '12010000000001', 'creditAccount': '21510000000001',
            'creditName': 'NGUYEN THI ANH DAO', 'amount': '540000', 'curr': 'VND', 'tranDate': '2026-11-20',
            'purpose': 'SSBE', 'remark': 'Tro cap xa hoi 2026-11'}
rows = [
    ('name inquiry', 'partner', '/open-banking/inquire-account-name/v1', 'A256KW', 'A128GCM',
     {'actNumber': '21510000000001', 'curr': 'VND'}),
    ('transfer', 'partner', '/open-banking/domestic-payment/v1', 'A256KW', 'A128GCM', transfer),
    ('inquiry', 'partner', '/open-banking/inquire-domestic-payment/v1', 'A256KW', 'A128GCM',
     {'requestId': 'ASH20261100000001'}),
    ('name reply', 'bank', '/open-banking/inquire-account-name/v1', 'A256KW', 'A128GCM',
     {'errorCode': '000', 'errorDesc': 'Successful', 'actNumber': '21510000000001', 'actName': 'NGUYEN THI ANH DAO',
      'actStatus': 'ACTIVE'}),
    ('credited reply', 'bank', '/open-banking/domestic-payment/v1', 'A256KW', 'A128GCM',
     {'errorCode': '000', 'errorDesc': 'Successful', 'requestId': 'ASH20261100000001', 'bidvRef': 'FT26324000000A1',
      'status': 'CREDITED', 'amount': '540000', 'bookedAt': '2026-11-20T02:00:00.000Z'}),
    ('rejected reply under A192KW and A256GCM', 'bank', '/open-banking/domestic-payment/v1', 'A192KW', 'A256GCM',
     {'errorCode': '102', 'errorDesc': 'Account closed', 'requestId': 'ASH20261100000001', 'status': 'REJECTED',
      'reasonCode': '102'}),
    ('unknown reference reply under A128KW and A128CBC-HS256', 'bank', '/open-banking/inquire-domestic-payment/v1', 'A128KW',
     'A128CBC-HS256', {'errorCode': '121', 'errorDesc': 'Request id not found'}),
]
messages = []
for name, by, path, alg, enc, plain in rows:
    body = seal(name, plain, alg, enc)
    own = partner_key if by == 'partner' else bank_key
    signed = jws(body, own)
    messages.append({'name': name, 'by': by, 'path': path, 'alg': alg, 'enc': enc, 'plain': plain, 'body': body,
                     'detached': signed['detached'], 'compact': signed['compact'],
                     'emptyPayload': jws('', own)['detached'], 'byStranger': jws(body, stranger_key)['detached']})

with open('messages.json', 'w') as out:
    json.dump({'madeBy': 'make-vectors.py: python3 cryptography and ' + openssl('version').decode().strip(),
               'symmetricKeys': KEYS, 'partnerPrivateKeyPem': partner_pem, 'partnerCertificatePem': partner_certificate,
               'bankPrivateKeyPem': bank_pem, 'bankCertificatePem': bank_certificate, 'messages': messages},
              out, indent=2, ensure_ascii=False)
    out.write('\n')
