/** What the generator knows of one row of the list: the cells that the locality wrote, by heading. */

/** Headings as a commune would write them: not those of the template, on purpose. */
export const DEMO_HEADINGS = [
  'STT', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Số định danh cá nhân/CCCD', 'Số CMND cũ', 'Địa chỉ', 'Mã xã/Xã phường',
  'Mã chế độ/Đối tượng', 'Hệ số', 'Mức hưởng (đồng)', 'Từ tháng', 'Căn cứ', 'Phương thức', 'Tổ chức chi trả', 'Số tài khoản',
  'Chủ tài khoản', 'Người được ủy quyền', 'Số định danh người được ủy quyền', 'Quan hệ', 'Văn bản ủy quyền',
  'Thời hạn ủy quyền', 'Tổ chức chi trả của người được ủy quyền', 'Số tài khoản người được ủy quyền',
  'Lý do không mở được tài khoản',
] as const; // prettier-ignore

export type DemoHeading = (typeof DEMO_HEADINGS)[number];
export type DemoRow = Partial<Record<DemoHeading, string>>;

/** A line of a simulator's `accounts.jsonl`. */
export interface DemoAccount {
  readonly number: string;
  readonly name: string;
  readonly personalId: string;
  readonly state: 'OPEN' | 'CLOSED' | 'BLOCKED';
  /** Of the bank, where one simulator stands for many. */
  readonly bin?: string;
}

/** A line of the population simulator's `citizens.jsonl`. */
export interface DemoCitizen {
  readonly personalId: string;
  readonly oldIdNumber?: string;
  readonly fullName: string;
  readonly dateOfBirth?: string;
  readonly yearOfBirth?: number;
  readonly gender: 'MALE' | 'FEMALE';
  readonly residenceCode: string;
  readonly isDeceased?: boolean;
}

/** A line of the register of social insurance, `recipients.jsonl`. */
export interface DemoRecipient {
  readonly personalId: string;
  readonly benefit: 'HUU_TRI' | 'THAT_NGHIEP';
  readonly fullName: string;
  readonly dateOfBirth?: string;
  readonly yearOfBirth?: number;
  readonly gender: 'MALE' | 'FEMALE';
  readonly provinceCode: string;
  readonly communeCode: string;
  readonly monthlyAmount: number;
  readonly validFrom: string;
  readonly documentRef: string;
  /** None: paid in cash. */
  readonly account?: { readonly institution: string; readonly number: string };
}

/** One person's rows of the list, and what the outside world knows of them. */
export interface DemoHousehold {
  readonly rows: readonly DemoRow[];
  readonly citizens: readonly DemoCitizen[];
  readonly accounts: readonly (DemoAccount & { readonly system: string })[];
}

export function displayDate(day: string): string {
  const [year, month, date] = day.split('-');
  return `${date}/${month}/${year}`;
}

export function displayAmount(amount: number): string {
  return String(amount).replace(/\B(?=(\d{3})+$)/g, '.');
}
