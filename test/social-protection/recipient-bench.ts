/** A database that social insurance reports its recipients to, beside the import of localities' lists. */
import { callerFromToken, type Caller } from '../../src/access/index.js';
import {
  reportRecipients,
  type PageReceipt,
  type RecipientPage,
} from '../../src/social-protection/report-recipients.js';
import type { RecipientLine } from '../../src/social-protection/recipient-line.js';
import { transactionsOf } from '../../src/social-protection/index.js';
import { openImportBench, type ImportBench } from './import-bench.js';
import { DATA_DIR } from './list-file.js';

const insurance = callerFromToken({ sub: 's', roles: ['adapter'], institution: 'BHXH', purposes: [] });

export interface RecipientBench extends ImportBench {
  /** Lists whose accounts are there to be taken up, one a page. */
  readonly listed: string[];
  /** `expected` is the length of the page unless it is named. */
  report(
    page: Partial<RecipientPage> & Pick<RecipientPage, 'recipients'>,
    caller?: Caller,
  ): Promise<PageReceipt>;
  /** `number from … to …: amount, who confirmed it`, by person and day. */
  rights(): Promise<string[]>;
  accounts(): Promise<object[]>;
}

export async function openRecipientBench(): Promise<RecipientBench> {
  const bench = await openImportBench();
  const listed: string[] = [];
  const deps = {
    ...{ db: bench.database.pool, transact: transactionsOf(bench.database.pool), dataDir: DATA_DIR },
    clock: () => new Date('2026-11-22T03:00:00Z'),
    noteSeen: () => undefined,
    onListed: (listId: string) => Promise.resolve(void listed.push(listId)),
  };
  return {
    ...bench,
    listed,
    clear: async () => {
      listed.length = 0;
      await bench.clear();
    },
    report: (page, caller = insurance) =>
      reportRecipients(deps, caller, {
        ...{ number: 'L1', period: '2026-11', programme: 'BHXH-HUU', area: '37' },
        ...{ issuedAt: new Date('2026-11-01T00:00:00Z'), expected: page.recipients.length },
        ...page,
      }),
    rights: async () => {
      const rows = await bench.query<{ right: string }>(RIGHTS);
      return rows.map(({ right }) => right);
    },
    accounts: () =>
      bench.query(
        'SELECT institution_code, number, holder_name FROM social_protection.listed_account ORDER BY number',
      ),
  };
}

/** The nth recipient, sound in everything. */
export function person(nth: number): RecipientLine {
  return {
    line: nth,
    personalId: `03705000${String(nth).padStart(4, '0')}`,
    fullName: `Nguyễn Văn Ví Dụ ${String.fromCharCode(64 + nth)}`,
    yearOfBirth: 1950,
    commune: '13285',
    monthlyAmount: 3_000_000n + BigInt(nth),
    validFrom: '2020-03-01',
    documentRef: `Sổ BHXH ${nth}`,
    account:
      nth % 2
        ? { institution: '970418', number: `4831000${nth}` }
        : { institution: '970436', number: `1000${nth}` },
  };
}

const RIGHTS = `
  SELECT concat(right(p.personal_id, 2)::int, ' from ', e.valid_from, ' to ' || e.valid_to, ': ', e.monthly_amount,
                ', ' || l.institution_code) AS right
  FROM social_protection.entitlement e
  JOIN social_protection.beneficiary b ON b.id = e.beneficiary_id JOIN social_protection.person p USING (citizen_id)
  LEFT JOIN social_protection.reported_list l ON l.list_id = e.confirmed_list_id
  ORDER BY p.personal_id, e.valid_from`;
