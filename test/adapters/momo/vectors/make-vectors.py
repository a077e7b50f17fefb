#!/usr/bin/env python3
"""Makes messages.json with python3's standard library and the openssl command: another implementation than the adapter's
and the simulator's. Run it in this folder. The keys are test vectors and belong to nobody; nothing here is a secret.

Sources: developers.momo.vn v3, disbursement-v2 (checkWallet, disburseToWallet: fields, signed fields, sealed receiver),
payment-api/query (signed fields), result-handling/notification (fields of the IPN and its signature)."""
import base64, hashlib, hmac, json, os, subprocess

PARTNER, ACCESS, SECRET = 'MOMOTESTVECTOR', 'F8TESTVECTOR85', 'K951TESTVECTORSECRETKEYONLY0001'
KEY = 'test-vector-momo-key.pem'


def openssl(*args, data=b''):
    return subprocess.run(['openssl', *args], input=data, check=True, capture_output=True).stdout


def sign(text):
    by_python = hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
    by_openssl = openssl('dgst', '-sha256', '-mac', 'HMAC', '-macopt', f'key:{SECRET}', data=text.encode())
    assert by_openssl.decode().strip().endswith(by_python)
    return by_python


def seal(receiver):
    plain = json.dumps(receiver, ensure_ascii=False, separators=(',', ':')).encode()
    sealed = openssl('pkeyutl', '-encrypt', '-pubin', '-inkey', 'test-vector-momo-public.pem',
                     '-pkeyopt', 'rsa_padding_mode:pkcs1', data=plain)
    return base64.b64encode(sealed).decode()


if not os.path.exists(KEY):
    openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', KEY)
openssl('pkey', '-in', KEY, '-pubout', '-out', 'test-vector-momo-public.pem')

receiver = {'walletId': '0912345678', 'walletName': 'Nguyễn Thị Ánh Đào', 'personalId': '001190000001'}
stranger = {'walletId': '0900000000', 'walletName': 'Không Có Ai', 'personalId': None}
messages = []


def message(name, source, path, text, fields):
    messages.append({'name': name, 'source': source, 'path': path, 'signedText': text,
                     'body': {**fields, 'signature': sign(text)}})


def pay(name, order, request, amount, to):
    sealed = seal(to)
    info = 'Tro cap xa hoi 2026-11'
    message(name, 'disbursement-v2, disburseToWallet', '/v2/gateway/api/disbursement/pay',
            f'accessKey={ACCESS}&amount={amount}&disbursementMethod={sealed}&extraData=&orderId={order}'
            f'&orderInfo={info}&partnerCode={PARTNER}&requestId={request}&requestType=disburseToWallet',
            {'partnerCode': PARTNER, 'orderId': order, 'requestId': request, 'amount': amount, 'orderInfo': info,
             'requestType': 'disburseToWallet', 'disbursementMethod': sealed, 'ipnUrl': '', 'extraData': '', 'lang': 'en'})


sealed = seal(receiver)
message('verify a wallet', 'disbursement-v2, checkWallet', '/v2/gateway/api/disbursement/verify',
        f'accessKey={ACCESS}&disbursementMethod={sealed}&orderId=CHK0001&partnerCode={PARTNER}&requestId=REQ0001'
        '&requestType=checkWallet',
        {'partnerCode': PARTNER, 'orderId': 'CHK0001', 'requestId': 'REQ0001', 'requestType': 'checkWallet',
         'disbursementMethod': sealed, 'lang': 'en'})
pay('pay a wallet', 'ASH20261100000001', 'ASH20261100000001', 540000, receiver)
pay('pay a wallet that nobody holds', 'ASH20261100000002', 'ASH20261100000002', 810000, stranger)
message('query an order', 'payment-api/query', '/v2/gateway/api/query',
        f'accessKey={ACCESS}&orderId=ASH20261100000001&partnerCode={PARTNER}&requestId=REQ0002',
        {'partnerCode': PARTNER, 'orderId': 'ASH20261100000001', 'requestId': 'REQ0002', 'lang': 'en'})
message('notification of a payment', 'result-handling/notification', 'ipn',
        f'accessKey={ACCESS}&amount=540000&extraData=&message=Successful.&orderId=ASH20261100000001'
        f'&orderInfo=Tro cap xa hoi 2026-11&orderType=momo_wallet&partnerCode={PARTNER}&payType='
        '&requestId=ASH20261100000001&responseTime=1793318400000&resultCode=0&transId=2820086739',
        {'partnerCode': PARTNER, 'orderId': 'ASH20261100000001', 'requestId': 'ASH20261100000001', 'amount': 540000,
         'orderInfo': 'Tro cap xa hoi 2026-11', 'orderType': 'momo_wallet', 'transId': 2820086739, 'resultCode': 0,
         'message': 'Successful.', 'payType': '', 'responseTime': 1793318400000, 'extraData': ''})

with open('messages.json', 'w') as out:
    json.dump({
        'madeBy': 'make-vectors.py: python3 ' + '.'.join(map(str, os.sys.version_info[:2])) + ', ' + openssl('version').decode().strip(),
        'partnerCode': PARTNER, 'accessKey': ACCESS, 'secretKey': SECRET,
        'momoPrivateKeyPem': open(KEY).read(), 'momoPublicKeyPem': open('test-vector-momo-public.pem').read(),
        'receiver': receiver, 'sealedReceiver': sealed, 'messages': messages,
    }, out, indent=2, ensure_ascii=False)
    out.write('\n')
