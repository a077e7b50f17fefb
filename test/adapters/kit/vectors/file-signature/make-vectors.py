#!/usr/bin/env python3
"""Makes keys, certificates and detached signatures of one file with OpenSSL alone: its command, and its library (libcrypto, by ctypes)
for what the command has no option for: a signed attribute that names the file. So the kit's own signatures are held to another
implementation. Everything is made up, for these tests only. Run it in this folder; signatures with PSS and on curves come out anew.

Sources: RFC 5652 (CMS), RFC 2634 §2.7 (content-identifier), RFC 7515 appendix F (detached JWS), RFC 7518 §3 (algorithms)."""
import base64, ctypes, ctypes.util, hashlib, hmac, json, os, shutil, subprocess, tempfile

FILE, RECEIVER = '00000001-pain.002.xml', 'demo-partner'
SUBJECT = f'{RECEIVER}/{FILE}'
OURS = '970405/ASH01.pain.001.xml'
SIGNED_AT = 1796007600  # 2026-11-30T03:00:00Z
VALID = ('20260101000000Z', '21251231235959Z')
shutil.copy('../../../agribank/vectors/pain.002-credited.xml', FILE)
CONTENT = open(FILE, 'rb').read()
work = tempfile.mkdtemp()


def openssl(*args, data=None):
    return subprocess.run(['openssl', *args], input=data, check=True, capture_output=True).stdout


def at(name):
    return os.path.join(work, name)


def make(name, key, dates=VALID):
    """A key and a self-signed certificate: `openssl ca` is the command that takes a start date."""
    openssl('genpkey', *key, '-out', at(f'{name}.key'))
    openssl('req', '-new', '-key', at(f'{name}.key'), '-subj', f'/O=Made up/CN={name}', '-out', at(f'{name}.csr'))
    open(at('index.txt'), 'w').close()
    with open(at('ca.cnf'), 'w') as config:
        config.write(f'[ca]\ndefault_ca=one\n[one]\ndatabase={at("index.txt")}\nnew_certs_dir={work}\nrand_serial=yes\n'
                     'default_md=sha256\npolicy=any\nx509_extensions=use\n[any]\norganizationName=optional\ncommonName=supplied\n'
                     '[use]\nkeyUsage=critical,digitalSignature,nonRepudiation\n')
    openssl('ca', '-batch', '-config', at('ca.cnf'), '-selfsign', '-keyfile', at(f'{name}.key'), '-in', at(f'{name}.csr'),
            '-startdate', dates[0], '-enddate', dates[1], '-notext', '-out', at(f'{name}.pem'))
    shutil.copy(at(f'{name}.pem'), f'{name}.pem')


RSA = ('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048')
make('partner', RSA)
shutil.copy(at('partner.key'), 'partner.key')
make('bank', RSA)
make('bank-ec', ('-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'))
make('stranger', RSA)
make('expired', RSA, ('20200101000000Z', '20210101000000Z'))
make('early', RSA, ('21000101000000Z', '21251231235959Z'))
make('weak', ('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'))

# --- CMS -------------------------------------------------------------------------------------------------------------
lib = ctypes.CDLL(ctypes.util.find_library('crypto'))
P = ctypes.c_void_p


def call(name, *args, result=P):
    function = getattr(lib, name)
    function.restype = result
    value = function(*args)
    assert value, name
    return value


PARTIAL, DETACHED, BINARY, NOATTR, NOSMIMECAP, KEY_PARAM = 0x4000, 0x40, 0x80, 0x100, 0x200, 0x40000


kept = []


def memory(data):
    kept.append(data)  # libcrypto reads it where it lies
    return P(call('BIO_new_mem_buf', ctypes.c_char_p(data), ctypes.c_int(len(data))))


def pem(kind, name):
    return P(call(f'PEM_read_bio_{kind}', memory(open(at(name), 'rb').read()), None, None, None))


def cms(signers, subject=SUBJECT, content=CONTENT, md='sha256', flags=0, detached=True, pss=False):
    flags |= PARTIAL | BINARY | NOSMIMECAP | (DETACHED if detached else 0)
    made = P(call('CMS_sign', None, None, None, memory(content), ctypes.c_uint(flags)))
    for signer in signers:
        own = ctypes.c_uint(flags | (KEY_PARAM if pss else 0))
        info = P(call('CMS_add1_signer', made, pem('X509', f'{signer}.pem'), pem('PrivateKey', f'{signer}.key'),
                      P(call('EVP_get_digestbyname', md.encode())), own))
        if pss:
            context = P(call('CMS_SignerInfo_get0_pkey_ctx', info))
            call('EVP_PKEY_CTX_set_rsa_padding', context, ctypes.c_int(6), result=ctypes.c_int)
        if flags & NOATTR:
            continue
        if subject is not None:
            name = P(call('OBJ_txt2obj', b'1.2.840.113549.1.9.16.2.7', ctypes.c_int(1)))
            call('CMS_signed_add1_attr_by_OBJ', info, name, ctypes.c_int(4), subject.encode(), ctypes.c_int(len(subject)),
                 result=ctypes.c_int)
        moment = P(call('ASN1_UTCTIME_set', None, ctypes.c_long(SIGNED_AT)))
        kind, value = ctypes.c_int(23), call('ASN1_STRING_get0_data', moment)
        call('CMS_signed_add1_attr_by_NID', info, ctypes.c_int(52), kind, P(value), ctypes.c_int(13), result=ctypes.c_int)
    out = P(call('BIO_new', P(call('BIO_s_mem'))))
    call('CMS_final', made, memory(content), None, ctypes.c_uint(flags), result=ctypes.c_int)
    call('i2d_CMS_bio', out, made, result=ctypes.c_int)
    place = P()
    length = lib.BIO_ctrl(out, 3, ctypes.c_long(0), ctypes.byref(place))
    return ctypes.string_at(place, length)


def in_chunks(der, depth=3):
    """The same with lengths left open (BER) in ContentInfo, its [0] and SignedData, as Java programs write it."""
    size = der[1] & 0x7F if der[1] & 0x80 else 0
    value = der[2 + size:]
    if depth == 1:
        return der[:1] + b'\x80' + value + b'\0\0'
    skip = 2 + value[1] if value[0] == 0x06 else 0
    return der[:1] + b'\x80' + value[:skip] + in_chunks(value[skip:], depth - 1) + b'\0\0'


def save(name, data):
    with open(name, 'wb') as file:
        file.write(data)


save('cms-rs256.p7s', cms(['bank']))
save('cms-rs512.p7s', cms(['bank'], md='sha512'))
save('cms-ps256.p7s', cms(['bank'], pss=True))
save('cms-es256.p7s', cms(['bank-ec']))
save('cms-in-chunks.p7s', in_chunks(cms(['bank'])))
save('cms-by-a-stranger.p7s', cms(['stranger']))
save('cms-expired.p7s', cms(['expired']))
save('cms-early.p7s', cms(['early']))
save('cms-sha1.p7s', cms(['bank'], md='sha1'))
save('cms-of-another-file.p7s', cms(['bank'], subject=f'{RECEIVER}/00000002-pain.002.xml'))
save('cms-for-another-receiver.p7s', cms(['bank'], subject=f'another-partner/{FILE}'))
save('cms-attached.p7s', cms(['bank'], detached=False))
save('cms-two-signers.p7s', cms(['bank', 'stranger']))
save('cms-without-attributes.p7s', cms(['bank'], flags=NOATTR))
save('cms-ours.p7s', cms(['partner'], subject=OURS))
# The command itself: a good signature of the bank's that names no file.
save('cms-without-a-name.p7s', openssl('cms', '-sign', '-binary', '-outform', 'DER', '-in', FILE, '-nosmimecap',
                                       '-signer', at('bank.pem'), '-inkey', at('bank.key')))
for good in ('cms-rs256', 'cms-rs512', 'cms-ps256', 'cms-in-chunks'):
    openssl('cms', '-verify', '-binary', '-inform', 'DER', '-in', f'{good}.p7s', '-content', FILE, '-CAfile', at('bank.pem'),
            '-purpose', 'any')

# --- JWS -------------------------------------------------------------------------------------------------------------


def url(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def thumbprint(name):
    return url(hashlib.sha256(openssl('x509', '-in', at(f'{name}.pem'), '-outform', 'DER')).digest())


def jws(sign, signer, alg, content=CONTENT, attached=False, **header):
    head = {'alg': alg, 'x5t#S256': thumbprint(signer), 'iat': SIGNED_AT, 'file': SUBJECT, **header}
    head = url(json.dumps({name: value for name, value in head.items() if value is not None}, separators=(',', ':')).encode())
    signature = sign(f'{head}.{url(content)}'.encode())
    return f'{head}.{url(content) if attached else ""}.{url(signature)}'.encode()


def by(name, *options, md='sha256'):
    return lambda data: openssl('dgst', f'-{md}', '-sign', at(f'{name}.key'), *options, data=data)


PSS = ('-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32')


def raw_ecdsa(data):
    """RFC 7518 §3.4: r and s of 32 octets each, where openssl gives a DER SEQUENCE."""
    der = by('bank-ec')(data)
    parts, place = [], 2
    for _ in range(2):
        length = der[place + 1]
        parts.append(int.from_bytes(der[place + 2:place + 2 + length], 'big').to_bytes(32, 'big'))
        place += 2 + length
    return b''.join(parts)


def with_public_key(data):
    return hmac.new(openssl('x509', '-in', at('bank.pem'), '-pubkey', '-noout'), data, 'sha256').digest()


save('jws-rs256.jws', jws(by('bank'), 'bank', 'RS256'))
save('jws-rs512.jws', jws(by('bank', md='sha512'), 'bank', 'RS512'))
save('jws-ps256.jws', jws(by('bank', *PSS), 'bank', 'PS256'))
save('jws-es256.jws', jws(raw_ecdsa, 'bank-ec', 'ES256'))
save('jws-by-a-stranger.jws', jws(by('stranger'), 'stranger', 'RS256'))
save('jws-by-a-stranger-in-the-banks-name.jws', jws(by('stranger'), 'bank', 'RS256'))
save('jws-without-a-signer.jws', jws(by('bank'), 'bank', 'RS256', **{'x5t#S256': None}))
save('jws-expired.jws', jws(by('expired'), 'expired', 'RS256'))
save('jws-early.jws', jws(by('early'), 'early', 'RS256'))
save('jws-none.jws', jws(lambda data: b'', 'bank', 'none'))
save('jws-hs256-with-the-public-key.jws', jws(with_public_key, 'bank', 'HS256'))
save('jws-sha1.jws', jws(by('bank', md='sha1'), 'bank', 'RS1'))
save('jws-of-another-file.jws', jws(by('bank'), 'bank', 'RS256', file=f'{RECEIVER}/00000002-pain.002.xml'))
save('jws-for-another-receiver.jws', jws(by('bank'), 'bank', 'RS256', file=f'another-partner/{FILE}'))
save('jws-without-a-name.jws', jws(by('bank'), 'bank', 'RS256', file=None))
save('jws-with-an-unknown-extension.jws', jws(by('bank'), 'bank', 'RS256', crit=['until'], until=0))
save('jws-attached.jws', jws(by('bank'), 'bank', 'RS256', attached=True))
save('jws-ours.jws', jws(by('partner'), 'partner', 'RS256', file=OURS))
shutil.rmtree(work)
