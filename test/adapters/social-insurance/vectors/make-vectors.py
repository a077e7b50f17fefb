#!/usr/bin/env python3
"""Makes catalogue.json, head.json, page-1.json, page-2.json, signature.txt and (once) the key of this folder with python3's json and
hashlib and the openssl command: another implementation than the adapter's and the simulator's. Run it in this folder. Persons,
accounts and keys are made up.

Sources: RFC 7515 appendix F (JWS whose payload travels as the body), RFC 7518 §3.3 (RS256), RFC 6749 §4.4.2 and §2.3.1 (token
request). The messages themselves are this project's profile: no document of the register's interface is public."""
import base64, hashlib, json, os, subprocess

KEY, PUBLIC = 'test-vector-register-key.pem', 'test-vector-register-public.pem'
if not os.path.exists(KEY):
    subprocess.run(['openssl', 'genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', KEY], check=True)
    subprocess.run(['openssl', 'pkey', '-in', KEY, '-pubout', '-out', PUBLIC], check=True)

NUMBER = '37-HUU_TRI-2026-11.1'


def text(value):
    return json.dumps(value, ensure_ascii=False, separators=(',', ':')).encode()


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=')


PEOPLE = [
    {'stt': 1, 'soDinhDanh': '037150000001', 'hoTen': 'Nguyễn Thị Ánh Đào', 'ngaySinh': '1950-03-02', 'gioiTinh': 'NU', 'maXa': '13285',
     'mucHuong': 5400000, 'tuNgay': '2015-05-01', 'soQuyetDinh': 'Sổ BHXH 6025703296',
     'taiKhoan': {'maDonVi': '970418', 'soTaiKhoan': '48310001234567'}},
    {'stt': 2, 'soDinhDanh': '037050000002', 'hoTen': "H'Bia Niê", 'namSinh': 1950, 'gioiTinh': 'NAM', 'maXa': '13291',
     'mucHuong': 2400000, 'tuNgay': '2012-01-01', 'soQuyetDinh': 'Sổ BHXH 6025703297'},
    {'stt': 3, 'soDinhDanh': '037150000003', 'hoTen': 'Lê Thị Mẫu', 'ngaySinh': '1948-12-31', 'gioiTinh': 'NU', 'maXa': '13285',
     'mucHuong': 3100000, 'tuNgay': '2026-11-01', 'soQuyetDinh': 'QĐ 12/QĐ-BHXH',
     'taiKhoan': {'maDonVi': 'MOMO', 'soTaiKhoan': '0912345678'}, 'nguoiNhanThay': {'hoTen': 'Trần Văn Khác'}},
]
PAGES = [text({'trang': 1, 'nguoiHuong': PEOPLE[:2]}), text({'trang': 2, 'nguoiHuong': PEOPLE[2:]})]
HEAD = text({'maDanhSach': NUMBER, 'ky': '2026-11', 'loaiCheDo': 'HUU_TRI', 'maDiaBan': '37',
             'ngayLap': '2026-11-01T08:00:00+07:00', 'tongSoNguoi': 3,
             'cacTrang': [{'trang': n + 1, 'soNguoi': len(json.loads(page)['nguoiHuong']),
                           'maBam': hashlib.sha256(page).hexdigest()} for n, page in enumerate(PAGES)]})
HEADER = base64url(b'{"alg":"RS256","kid":"bhxh-demo"}')
signature = subprocess.run(['openssl', 'dgst', '-sha256', '-sign', KEY], input=HEADER + b'.' + base64url(HEAD),
                           capture_output=True, check=True).stdout

files = {'catalogue.json': text({'danhSach': [{'maDanhSach': NUMBER, 'maDiaBan': '37'}]}), 'head.json': HEAD,
         'signature.txt': HEADER + b'..' + base64url(signature),
         **{f'page-{n + 1}.json': page for n, page in enumerate(PAGES)}}
for name, content in files.items():
    with open(name, 'wb') as file:
        file.write(content)
