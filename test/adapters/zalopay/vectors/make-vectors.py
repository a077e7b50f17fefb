#!/usr/bin/env python3
"""Makes messages.json with python3's standard library and the openssl command: another implementation than the adapter's
and the simulator's. Run it in this folder. The keys are test vectors and belong to nobody; nothing here is a secret.

Sources: docs.zalopay.vn, "Disbursement all in one": verify account, transfer fund (fields, hmacInput, receiver_info), and the
specification pages disbursement-query-order and disbursement-query-merchant-balance (hmacInput)."""
import base64, hashlib, hmac, json, os, subprocess

APP, WALLET, KEY1 = 2553, 'TESTVECTORMERCHANT', 'PcTESTVECTORkey1ONLY000000000001'
KEY, TIME = 'test-vector-zalopay-key.pem', 1795309323000


def openssl(*args, data=b''):
    return subprocess.run(['openssl', *args], input=data, check=True, capture_output=True).stdout


def sign(text):
    by_python = hmac.new(KEY1.encode(), text.encode(), hashlib.sha256).hexdigest()
    by_openssl = openssl('dgst', '-sha256', '-mac', 'HMAC', '-macopt', f'key:{KEY1}', data=text.encode())
    assert by_openssl.decode().strip().endswith(by_python)
    return by_python


def seal(receiver):
    plain = json.dumps(receiver, ensure_ascii=False, separators=(',', ':')).encode()
    sealed = openssl('pkeyutl', '-encrypt', '-pubin', '-inkey', 'test-vector-zalopay-public.pem',
                     '-pkeyopt', 'rsa_padding_mode:pkcs1', data=plain)
    return base64.b64encode(sealed).decode()


if not os.path.exists(KEY):
    openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', KEY)
openssl('pkey', '-in', KEY, '-pubout', '-out', 'test-vector-zalopay-public.pem')

person = {'phone': '0912345678', 'account_holder_name': 'Nguyễn Thị Ánh Đào'}
identity = {'m_u_id': '4af6c3e0b1d24c5f9a7e'}
stranger = {'phone': '0900000000', 'account_holder_name': 'Không Có Ai'}
messages = []


def message(name, call, path, text, fields):
    messages.append({'name': name, 'call': call, 'path': '/v2/disbursement/' + path, 'signedText': text,
                     'body': {'app_id': APP, **fields, 'time': TIME, 'mac': sign(text)}})


def verify(name, who):
    sealed = seal(who)
    message(name, 'verify', 'verify-account', f'{APP}|WALLET|{sealed}|10000|{TIME}',
            {'disbursement_type': 'WALLET', 'receiver_info': sealed, 'amount': 10000})


verify('verify a wallet', person)
verify('verify a wallet without a name', {'phone': person['phone']})
verify('verify a wallet of another name', {**person, 'account_holder_name': 'Nguyễn Thị Đào'})
verify('verify a wallet that nobody holds', stranger)
sealed = seal(identity)
about = 'CHI TRA 2026-11 00000001'
order = 'ASH20261100000001'
message('pay a wallet', 'transfer', 'transfer-fund',
        f'{APP}|{WALLET}|{order}|WALLET|{sealed}|540000|{about}|{{}}|{{}}|{TIME}',
        {'payment_id': WALLET, 'partner_order_id': order, 'disbursement_type': 'WALLET', 'receiver_info': sealed,
         'amount': 540000, 'description': about, 'partner_embed_data': '{}', 'extra_info': '{}'})
message('query an order', 'query', 'query-txn', f'{APP}|{order}|{TIME}', {'partner_order_id': order})
message('ask for the balance', 'balance', 'balance', f'{APP}|{WALLET}|{TIME}', {'payment_id': WALLET})

with open('messages.json', 'w') as out:
    json.dump({
        'madeBy': 'make-vectors.py: python3 ' + '.'.join(map(str, os.sys.version_info[:2])) + ', ' + openssl('version').decode().strip(),
        'appId': APP, 'paymentId': WALLET, 'key1': KEY1, 'time': TIME,
        'zaloPayPrivateKeyPem': open(KEY).read(), 'zaloPayPublicKeyPem': open('test-vector-zalopay-public.pem').read(),
        'person': person, 'identity': identity, 'messages': messages,
    }, out, indent=2, ensure_ascii=False)
    out.write('\n')
