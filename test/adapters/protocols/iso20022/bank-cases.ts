/** Kinds of bank files about payments that are settled, each with what is right: what its entries say, and what the hub makes of
 *  them. Written as banks write them, after cases in which a file was misread. */
import {
  DAY,
  entry,
  inEnvelope,
  inUtf16,
  notification,
  PAYER,
  statement,
  transfer,
  type EntryForm,
  type PaidTransfer,
} from './bank-files.js';

/** What becomes of the entries of a file about settled payments. */
export interface Outcome {
  readonly applied?: number;
  readonly known?: number;
  readonly exceptions?: number;
  readonly refused?: number;
  readonly notOurs?: number;
}

export interface BankCase {
  readonly kind: string;
  readonly write: (paid: PaidTransfer, other: PaidTransfer) => string | Buffer;
  /** Statuses of the notices, in the order of the entries. */
  readonly says: readonly string[];
  readonly becomes: Outcome;
}

const rrtn =
  '<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd>';
const coded = (code: string) => rrtn.replace('RRTN', code);
const bare = { account: '' } as const;
const known = { known: 1 } as const;
const held = { exceptions: 1 } as const;
const back = { applied: 1 } as const;

/** One debit of one payment, told in one way or another. */
const debit = (
  kind: string,
  form: (paid: PaidTransfer) => EntryForm,
  becomes: Outcome = known,
  says = ['ACCEPTED'],
) => ({
  ...{ kind, says, becomes },
  write: (paid: PaidTransfer) => statement([entry(paid, form(paid))]),
});
const credit = (
  kind: string,
  form: (paid: PaidTransfer) => EntryForm,
  becomes: Outcome,
  says: readonly string[],
) => ({
  ...{ kind, says, becomes },
  write: (paid: PaidTransfer) => statement([entry(paid, { direction: 'CRDT', ...form(paid) })]),
});
const twice = { known: 1, exceptions: 1 } as const;

export const bankCases: readonly BankCase[] = [
  debit('a plain booked debit is known', () => ({})),
  {
    kind: 'a payer debited twice under two bank references',
    write: (paid) => statement([entry(paid), entry(paid, { bankReference: 'FT9999DOUBLE0001' })]),
    ...{ says: ['ACCEPTED', 'ACCEPTED'], becomes: twice },
  },
  {
    kind: 'a payer debited twice under the same bank reference',
    write: (paid) => statement([entry(paid), entry(paid)]),
    ...{ says: ['ACCEPTED', 'ACCEPTED'], becomes: twice },
  },
  {
    kind: 'a payer debited twice without a bank reference',
    write: (paid) => statement([1, 2].map(() => entry(paid, { bankReference: '' }))),
    ...{ says: ['ACCEPTED', 'ACCEPTED'], becomes: twice },
  },
  {
    kind: 'a receiver credited twice under two bank references',
    write: (paid) =>
      notification(
        [paid.bankReference, 'FT9999DOUBLE0002'].map((bankReference) => [
          entry(paid, { direction: 'CRDT', bankReference }),
        ]),
        { account: paid.account },
      ),
    ...{ says: ['SETTLED', 'SETTLED'], becomes: twice },
  },
  {
    kind: 'a batch of version 2, its amounts in AmtDtls',
    write: (paid, other) => {
      const amounts = [paid, other].map(
        (one) =>
          `<TxDtls><Refs><AcctSvcrRef>${one.bankReference}</AcctSvcrRef><EndToEndId>${one.reference}</EndToEndId></Refs>` +
          `<AmtDtls><TxAmt><Amt Ccy="VND">${one.amount}</Amt></TxAmt></AmtDtls></TxDtls>`,
      );
      const inner = `<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>${amounts.join('')}</NtryDtls>`;
      const sum = { amount: paid.amount + other.amount, status: 'BOOK', inner };
      return statement([entry(paid, sum)], { version: 'camt.053.001.02' });
    },
    ...{ says: ['ACCEPTED', 'ACCEPTED'], becomes: { known: 2 } },
  },
  {
    kind: 'a batch as one sum without details',
    write: (paid, other) => {
      const amount = paid.amount + other.amount;
      const inner = `<NtryDtls><Btch><MsgId>AG1</MsgId><PmtInfId>AG1-1</PmtInfId><NbOfTxs>2</NbOfTxs><TtlAmt Ccy="VND">${amount}</TtlAmt></Btch></NtryDtls>`;
      return statement([entry(paid, { amount, inner })]);
    },
    ...{ says: ['ACCEPTED'], becomes: held },
  },
  {
    kind: 'a sum that is more than its details name',
    write: (paid, other) =>
      statement([
        entry(paid, { amount: paid.amount + other.amount, inner: `<NtryDtls>${transfer(paid)}</NtryDtls>` }),
      ]),
    ...{ says: ['ACCEPTED', 'ACCEPTED'], becomes: twice },
  },
  {
    kind: 'details that name more than their sum',
    write: (paid, other) =>
      statement([entry(paid, { inner: `<NtryDtls>${transfer(paid)}${transfer(other)}</NtryDtls>` })]),
    ...{ says: ['UNKNOWN', 'UNKNOWN'], becomes: { exceptions: 2 } },
  },
  debit('an entry without details, named by the bank’s reference and by its text', (paid) => ({
    inner: `<AcctSvcrRef>${paid.bankReference}</AcctSvcrRef><AddtlNtryInf>CHI TRA ${paid.reference}</AddtlNtryInf>`,
  })),
  debit('an entry without details, named by the bank’s reference alone', (paid) => ({
    inner: `<AcctSvcrRef>${paid.bankReference}</AcctSvcrRef>`,
  })),
  debit('our reference in the remittance information only', (paid) => ({
    ...{ reference: 'NOTPROVIDED', bankReference: '' },
    more: `<RmtInf><Ustrd>TRO CAP ${paid.reference} THANG 11</Ustrd></RmtInf>`,
  })),
  debit('our reference in small letters', (paid) => ({ reference: paid.reference.toLowerCase() })),
  debit('an amount that is padded', (paid) => ({ amount: `  000000000000000000${paid.amount}.00 ` })),
  debit('a date with a zone', () => ({ date: `<Dt>${DAY}+07:00</Dt>` })),
  debit('a time without a zone', () => ({ date: `<DtTm>${DAY}T00:00:00.123</DtTm>` }), known),
  debit('a date in the future', () => ({ date: '<Dt>2999-01-01</Dt>' }), held),
  debit('a date before the attempt', () => ({ date: '<Dt>2020-01-01</Dt>' }), held),
  debit('another amount', (paid) => ({ amount: paid.amount + 1_000 }), held),
  debit('an entry that is expected and not booked', () => ({ status: '<Cd>PDNG</Cd>' })),
  debit('an entry for information only', () => ({ status: '<Cd>INFO</Cd>' }), { notOurs: 1 }, []),
  debit('a debit with a reversal indicator', () => ({ reversal: '<RvslInd>true</RvslInd>' }), held, [
    'UNKNOWN',
  ]),
  debit(
    'a debit that is called a return',
    (paid) => ({ inner: `${rrtn}<NtryDtls>${transfer(paid)}</NtryDtls>` }),
    held,
    ['UNKNOWN'],
  ),
  debit(
    'money that left and no reference tells why',
    () => ({ ...bare, amount: 7_777_000, reference: '', bankReference: '' }),
    held,
  ),
  debit('a fee, by its code', () => ({ ...bare, amount: 11_000, inner: coded('CHRG') }), { notOurs: 1 }, []),
  debit(
    'interest, by its code',
    () => ({ ...bare, amount: 1_300, direction: 'CRDT', inner: coded('INTR') }),
    { notOurs: 1 },
    [],
  ),
  debit(
    'a control character in a bank reference',
    () => ({ bankReference: 'FT&#0;ABC' }),
    { refused: 1 },
    [],
  ),
  debit('an amount that is none', () => ({ amount: 'x' }), { refused: 1 }, []),
  debit('a day that does not exist', () => ({ date: '<Dt>2026-02-30</Dt>' }), { refused: 1 }, []),
  debit('a direction that is none', () => ({ direction: 'BOTH' }), { refused: 1 }, []),
  {
    kind: 'one entry that cannot be read beside one that can',
    write: (paid, other) => statement([entry(other, { amount: '5.4e5' }), entry(paid)]),
    ...{ says: ['ACCEPTED'], becomes: { known: 1, refused: 1 } },
  },
  {
    kind: 'a fee in dollars beside our debit',
    write: (paid) =>
      statement([entry(paid), entry({}, { amount: '2.50', currency: 'USD', bankReference: 'FEE1' })]),
    ...{ says: ['ACCEPTED'], becomes: { known: 1, notOurs: 1 } },
  },
  credit('a debit that is taken back', () => ({ reversal: '<RvslInd>true</RvslInd>' }), back, ['RETURNED']),
  credit('a debit that is taken back, said as 1', () => ({ reversal: '<RvslInd>1</RvslInd>' }), back, [
    'RETURNED',
  ]),
  credit(
    'a return with its reason',
    () => ({ ...bare, more: '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>' }),
    back,
    ['RETURNED'],
  ),
  credit(
    'a return told by its code alone',
    (paid) => ({
      inner: `${rrtn}<NtryDtls>${transfer(paid, { direction: 'CRDT', ...bare, bankReference: '' })}</NtryDtls>`,
    }),
    back,
    ['RETURNED'],
  ),
  credit(
    'a return that names no payment',
    () => ({ ...bare, reference: '', bankReference: '', more: '<RtrInf/>' }),
    held,
    ['RETURNED'],
  ),
  credit(
    'money back on the payer’s account without a word why',
    () => ({ ...bare, bankReference: 'FTBACK1' }),
    held,
    ['UNKNOWN'],
  ),
  credit(
    'how the account is filled',
    () => ({ account: PAYER, amount: 9_000_000_000, reference: 'KBNN-2026-11', bankReference: 'FTFUND1' }),
    { notOurs: 1 },
    [],
  ),
  {
    kind: 'a credit on another account than the payment’s',
    write: (paid) => {
      const wrong = { ...paid, account: '9999999999999' };
      const credited = entry(wrong, { direction: 'CRDT', bankReference: 'FTWRONG1' });
      return notification([[credited]], { account: wrong.account });
    },
    ...{ says: ['SETTLED'], becomes: held },
  },
  {
    kind: 'a business envelope around the statement',
    write: (paid) => inEnvelope(statement([entry(paid)])),
    ...{ says: ['ACCEPTED'], becomes: known },
  },
  {
    kind: 'a statement in UTF-16',
    write: (paid) => inUtf16(statement([entry(paid)])),
    ...{ says: ['ACCEPTED'], becomes: known },
  },
  {
    kind: 'all pages of a statement in one envelope',
    write: (paid, other) => {
      const page = (number: number, isLast: boolean, one: PaidTransfer) =>
        statement([entry(one)], {
          header: `<MsgPgntn><PgNb>${number}</PgNb><LastPgInd>${isLast}</LastPgInd></MsgPgntn>`,
          declaration: '',
        });
      return `<Pages>${page(2, true, other)}${page(1, false, paid)}</Pages>`;
    },
    ...{ says: ['ACCEPTED', 'ACCEPTED'], becomes: { known: 2 } },
  },
];

/** Files that say themselves that they are not whole. */
export const incompleteFiles: readonly {
  readonly kind: string;
  readonly write: (paid: PaidTransfer) => string;
}[] = [
  {
    kind: 'page 1 of 2',
    write: (paid) =>
      statement([entry(paid)], {
        header: '<MsgPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></MsgPgntn>',
      }),
  },
  {
    kind: 'page 2 of 2',
    write: (paid) =>
      statement([entry(paid)], {
        summary: '<StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>',
      }),
  },
  {
    kind: 'a summary that counts more entries',
    write: (paid) =>
      statement([entry(paid)], {
        summary: `<TxsSummry><TtlNtries><NbOfNtries>3</NbOfNtries><Sum>${paid.amount * 3}</Sum></TtlNtries></TxsSummry>`,
      }),
  },
  {
    kind: 'a summary with a larger sum of debits',
    write: (paid) =>
      statement([entry(paid)], {
        summary: `<TxsSummry><TtlDbtNtries><NbOfNtries>1</NbOfNtries><Sum>${paid.amount + 1}.00</Sum></TtlDbtNtries></TxsSummry>`,
      }),
  },
  { kind: 'a file that is cut off', write: (paid) => statement([entry(paid), entry(paid)]).slice(0, 700) },
];
