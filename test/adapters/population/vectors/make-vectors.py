#!/usr/bin/env python3
"""Makes the SOAP envelopes and headers.json of this folder with python3's own XML writer and the openssl command: another
implementation than the adapter's and the simulator's. Run it in this folder. Persons and keys are made up.

Sources: SOAP 1.1; public clients of the population database (a court's case system in C#, a provincial portal in PHP, OpenCPS
in Java, a portal's sample answer in TypeScript) for namespaces, element order, field names and the Basic password; KetQuaXacThuc/TonTai from
two public stubs of operation 003. TinhTrangCongDan (death and absence check) is this project's profile."""
import base64, json, subprocess
import xml.etree.ElementTree as ET

SOAP, DAN, MIC = 'http://schemas.xmlsoap.org/soap/envelope/', 'http://dancuquocgia.bca', 'http://www.mic.gov.vn/dancu/1.0'
for prefix, uri in (('soapenv', SOAP), ('dan', DAN), ('mic', MIC)):
    ET.register_namespace(prefix, uri)


def build(parent, namespace, content):
    for name, value in content:
        node = ET.SubElement(parent, f'{{{namespace}}}{name}')
        if isinstance(value, list):
            build(node, namespace, value)
        elif value != '':
            node.text = value


def envelope(namespace, content):
    root = ET.Element(f'{{{SOAP}}}Envelope')
    ET.SubElement(root, f'{{{SOAP}}}Header')
    build(ET.SubElement(root, f'{{{SOAP}}}Body'), namespace, content)
    return ET.tostring(root, encoding='unicode').replace('mic:', 'ns1:').replace(':mic=', ':ns1=')


def request(operation, code, birth, name, extra=()):
    return envelope(DAN, [(operation, [
        ('MaYeuCau', '6f6f0a52-0000-4000-8000-000000000001'), ('MaDVC', 'G99-ASXH'), ('MaTichHop', code), ('MaCanBo', 'canbo.xa.demo'),
        *extra, ('SoDinhDanh', '001145000011'), ('HoVaTen', name), ('NgayThangNamSinh', [birth])])])


def citizen(name, birth):
    place = [('MaTinhThanh', '01'), ('MaQuanHuyen', ''), ('MaPhuongXa', '00070'), ('ChiTiet', 'TỔ 1'), ('QuocGia', 'VN')]
    return ('CongDan', [
        ('SoDinhDanh', '001145000011'), ('SoCMND', '012345678'), ('HoVaTen', name), ('GioiTinh', '2'), ('DanToc', '01'),
        ('TonGiao', '00'), ('TinhTrangHonNhan', '2'), ('NgayThangNamSinh', birth), ('NoiDangKyKhaiSinh', place), ('QuocTich', 'VN'),
        ('QueQuan', place), ('ThuongTru', place), ('NoiOHienTai', place), ('SoSoHoKhau', '')])


def collection(*citizens):
    head = [('SoCongDan', str(len(citizens))), ('GhiChu', ''), ('ThoiDiemDuLieu', '2026-11-22T10:00:00+07:00')]
    return envelope(MIC, [('CongdanCollection', head + list(citizens))])


def fault(code):
    text = envelope(SOAP, [('Fault', [])])
    inner = f'<faultcode>soapenv:{code}</faultcode><faultstring>001145000011 khong hop le</faultstring>'
    return text.replace('<soapenv:Fault />', f'<soapenv:Fault>{inner}</soapenv:Fault>')


WHOLE = [('Ho', ''), ('ChuDem', ''), ('Ten', 'NGUYỄN THỊ ÁNH ĐÀO')]
SPLIT = [('Ho', 'NGUYỄN'), ('ChuDem', 'THỊ ÁNH'), ('Ten', 'ĐÀO')]
DAY = [('Nam', '1945'), ('NgayThangNam', '19450302')]
FILES = {
    'request-003': request('XacThucThongTinCongDan', '003', ('NgayThangNam', '19450302'), 'NGUYỄN THỊ ÁNH ĐÀO'),
    'request-037-year': request('TraCuuThongTinCongDan', '037', ('Nam', '1945'), "H'BIA <NIÊ> & KĐĂM",
                                [('MaDonVi', 'DV01'), ('TaiKhoan', 'tk01'), ('SoDienThoai', '0')]),
    'answer-003-true': envelope(MIC, [('KetQuaXacThuc', [('TonTai', 'true')])]),
    'answer-003-false': envelope(MIC, [('KetQuaXacThuc', [('TonTai', 'false')])]),
    'answer-003-bare': envelope(MIC, [('KetQuaXacThuc', 'true')]),
    'answer-003-odd': envelope(MIC, [('KetQuaXacThuc', [('TonTai', 'maybe')])]),
    'answer-037': collection(citizen(WHOLE, DAY)),
    'answer-037-split-name': collection(citizen(SPLIT, [('Nam', '1945')])),
    'answer-037-nobody': collection(),
    'answer-life-dead': envelope(MIC, [('TinhTrangCongDan', [('MaTinhTrang', '1')])]),
    'fault-client': fault('Client'),
    'fault-server': fault('Server'),
}
for name, text in FILES.items():
    with open(f'{name}.xml', 'w', encoding='utf-8') as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n' + text + '\n')

CREDENTIALS = {'signedUrl': 'https://ndxp.example/dancu/v1', 'user': 'demo-agency', 'secretKey': 'vector-key-012345',
               'apiKey': 'vector-api', 'xRoadClient': 'VN/GOV/DEMO/AN-SINH-HUB'}
NOW = 1795316400000
text = f"{CREDENTIALS['signedUrl']}{CREDENTIALS['user']}{NOW}{CREDENTIALS['secretKey']}"
digest = subprocess.run(['openssl', 'dgst', '-sha256', '-r'], input=text.encode(), check=True, capture_output=True).stdout.decode()[:64]
basic = base64.b64encode(f"{CREDENTIALS['user']}:{digest}".encode()).decode()
json.dump({'credentials': CREDENTIALS, 'now': NOW, 'headers': {
    'Timestamp': str(NOW), 'Authorization': f'Basic {basic}', 'X-Road-Client': CREDENTIALS['xRoadClient'],
    'ApiKey': CREDENTIALS['apiKey']}}, open('headers.json', 'w'), indent=2)
