/** Orders as the Treasury's documents: a withdrawal of the estimate (giấy rút dự toán) or the return of what is left (giấy nộp
 *  trả kinh phí). A function of the order and the configuration, so that a repeat is the same document, byte for byte. */
import type { FundingOrder } from '../kit/index.js';
import { xml, xmlDocument } from '../protocols/xml/index.js';
import type { TreasuryConfig } from './config.js';

export const NAMESPACE = 'urn:ansinhhub:kbnn:ttsp:1';

const FORM: Readonly<Record<FundingOrder['kind'], string>> = { FUND: 'C2-02/NS', RETURN: 'C2-05a/NS' };

export function writeOrder(order: FundingOrder, config: TreasuryConfig): string {
  const { budget, payer } = config;
  const account = [xml('TaiKhoan', payer.account), xml('NganHang', payer.bank), xml('Ten', payer.name)];
  return xmlDocument(
    xml(
      'ChungTu',
      [
        xml('MauSo', FORM[order.kind]),
        xml('SoThamChieu', order.reference),
        xml('NgayLap', order.requestedDate),
        xml('KhoBac', config.treasuryCode),
        xml('DonVi', [xml('MaQhns', config.unitCode), xml('Ten', config.unitName)]),
        xml('TaiKhoanDuToan', config.estimateAccount),
        xml('MucLucNganSach', [
          xml('Chuong', budget.chapter),
          xml('Khoan', budget.section),
          xml('TieuMuc', budget.item),
        ]),
        xml('DiaBan', order.areaName, { ma: order.areaCode }),
        xml('Ky', order.period),
        xml('ChuongTrinh', order.programme),
        xml('SoTien', order.amount, { loaiTien: 'VND' }),
        xml(order.kind === 'FUND' ? 'DonViNhanTien' : 'DonViNopTra', account),
        xml('NoiDung', contentOf(order)),
      ],
      { xmlns: NAMESPACE },
    ),
  );
}

function contentOf({ kind, batchName, period }: FundingOrder): string {
  const what = kind === 'FUND' ? 'Cap kinh phi chi tra' : 'Nop tra kinh phi con lai';
  return `${what} ${period}: ${batchName}`.replaceAll(/\s+/g, ' ').slice(0, 210).trim();
}
