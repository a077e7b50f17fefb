#!/usr/bin/env python3
"""Makes messages.json and bang-ke.csv with python3's standard library and the openssl command: another implementation than the
adapter's and the simulator's. Run it in this folder. The keys are test vectors and belong to nobody; nothing here is a secret.

Source: the profile in adapters/vnpost/README.md (no interface of the post's pay-out service is public)."""
import base64, hashlib, json, os, subprocess

PARTNER, TIME, NOW = 'ASXH-HUB', '2026-11-22T03:00:00.000Z', '2026-11-22T10:00:00+07:00'
KEYS = {'partner': 'test-vector-partner-key.pem', 'post': 'test-vector-post-key.pem'}


def openssl(*args, data=b''):
    return subprocess.run(['openssl', *args], input=data, check=True, capture_output=True).stdout


for key in KEYS.values():
    if not os.path.exists(key):
        openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', key)


def public(who):
    return openssl('pkey', '-in', KEYS[who], '-pubout').decode()


def sign(who, *parts):
    return base64.b64encode(openssl('dgst', '-sha256', '-sign', KEYS[who], data='\n'.join(parts).encode())).decode()


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(',', ':'))


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def exchange(name, method, path, body, status, answer):
    request = sign('partner', method, path, TIME, digest(body))
    reply = sign('post', method, path, TIME, str(status), digest(answer))
    return {'name': name, 'method': method, 'path': path, 'timestamp': TIME, 'body': body, 'signature': request,
            'status': status, 'answer': answer, 'answerSignature': reply}


first, second = 'ASH20261100000001', 'ASH20261100000002'
lines = [
    {'maChiTra': first, 'soTien': 540000, 'nguoiNhan': 'Nguyễn Thị Ánh Đào', 'soDinhDanh': '037145000011',
     'hinhThuc': 'QUAY', 'maXa': '13285', 'taiKhoanChi': '9527.1.0000001', 'hanChiTra': '2026-11-30',
     'noiDung': 'CHI TRA 2026-11 00000001'},
    {'maChiTra': second, 'soTien': 1080000, 'nguoiNhan': 'Trần Văn Bình', 'soDinhDanh': '037060000022',
     'nguoiHuong': 'Lê Thị Cúc', 'hinhThuc': 'TAI_NHA', 'maXa': '13288', 'taiKhoanChi': '9527.1.0000001',
     'hanChiTra': '2026-11-30', 'noiDung': 'CHI TRA 2026-11 00000002'},
]
listId = 'DS' + digest(compact(lines))[:30].upper()
body = compact({'maDoiTac': PARTNER, 'maDanhSach': listId, 'ngayLap': '2026-11-22', 'soDong': 2, 'tongTien': 1620000,
                'dong': lines})
taken = {'maChiTra': first, 'maBuuChinh': 'PHT1234567123456VN', 'soTien': 540000, 'thoiDiem': NOW, 'trangThai': 'CHO_CHI'}
refused = {'maChiTra': second, 'maBuuChinh': 'PHT1234567123457VN', 'soTien': 1080000, 'thoiDiem': NOW,
           'trangThai': 'TU_CHOI', 'maLoi': 'D08'}
paid = {**taken, 'trangThai': 'DA_CHI', 'kyNhan': True}
unpaid = {**taken, 'trangThai': 'CHUA_CHI'}
reports = [{'soThuTu': 1, 'loai': 'CHI_TRA', 'maDanhSach': listId, 'dong': [paid]},
           {'soThuTu': 2, 'loai': 'DANH_SACH_CHUA_CHI', 'maDanhSach': listId, 'dong': [unpaid]}]
pushed = compact({'bienDong': reports[:1]})
base = '/doi-tac/v1'
exchanges = [
    exchange('hand a list over', 'POST', f'{base}/danh-sach', body, 200,
             compact({'maDanhSach': listId, 'trangThai': 'DA_NHAN', 'dong': [taken, refused]})),
    exchange('a list turned away', 'POST', f'{base}/danh-sach', body, 200,
             compact({'maDanhSach': listId, 'trangThai': 'TU_CHOI', 'maLoi': 'L04'})),
    exchange('ask about a line', 'GET', f'{base}/chi-tra/{first}', '', 200, compact(paid)),
    exchange('ask about a line never received', 'GET', f'{base}/chi-tra/{first}', '', 200,
             compact({'maChiTra': first, 'trangThai': 'KHONG_CO'})),
    exchange('read the reports', 'GET', f'{base}/bien-dong?toiDa=200', '', 200, compact({'bienDong': reports})),
    exchange('confirm the reports', 'PUT', f'{base}/bien-dong/xac-nhan', compact({'den': 2}), 200, '{}'),
]
sheet = '\n'.join([
    f'H;BANG_KE;{PARTNER};2026-11-22',
    f'D;{listId};{first};PHT1234567123456VN;DA_CHI;540000;1;{NOW}',
    f'D;{listId};{second};PHT1234567123457VN;CHUA_CHI;1080000;0;{NOW}',
    'T;2;540000', ''])
with open('bang-ke.csv', 'w') as out:
    out.write(sheet)
with open('messages.json', 'w') as out:
    json.dump({
        'madeBy': 'make-vectors.py: python3 ' + '.'.join(map(str, os.sys.version_info[:2])) + ', ' + openssl('version').decode().strip(),
        'partnerCode': PARTNER, 'now': TIME, 'listId': listId, 'lines': lines,
        'partnerPrivateKeyPem': open(KEYS['partner']).read(), 'partnerPublicKeyPem': public('partner'),
        'postPrivateKeyPem': open(KEYS['post']).read(), 'postPublicKeyPem': public('post'),
        'exchanges': exchanges,
        'push': {'path': '/vnpost/bien-dong', 'timestamp': TIME, 'body': pushed,
                 'signature': sign('post', 'POST', '/vnpost/bien-dong', TIME, digest(pushed))},
    }, out, indent=2, ensure_ascii=False)
    out.write('\n')
