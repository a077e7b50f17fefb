/** Entries of banks' files about payments that are settled, in every form that banks give them, with the money that has moved where an
 *  entry says so. */
import {
  entry,
  PAYER,
  transfer,
  type EntryForm,
  type PaidTransfer,
} from '../adapters/protocols/iso20022/bank-files.js';

/** A line that the bank's book has besides, when the file is written. */
export interface BesideLine {
  readonly reference: string;
  readonly account: string;
  readonly amount: number;
}

export interface Written {
  readonly entries: readonly string[];
  readonly moved: readonly BesideLine[];
}

export interface EntryKind {
  readonly kind: string;
  readonly write: (paid: PaidTransfer, nextId: () => string) => Written;
}

const OTHER = 1_000;
const code = (sub: string) =>
  `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>${sub}</SubFmlyCd></Fmly></Domn></BkTxCd>`;
const beside = ({ reference, account }: PaidTransfer, amount: number): BesideLine => ({
  ...{ reference, account, amount },
});

/** It tells what is known, or nothing that anybody could act upon. */
const plain = (kind: string, form: (paid: PaidTransfer) => EntryForm): EntryKind => ({
  kind,
  write: (paid) => ({ entries: [entry(paid, form(paid))], moved: [] }),
});
const secondDebit = (
  kind: string,
  bankReference: (paid: PaidTransfer, nextId: () => string) => string,
): EntryKind => ({
  kind,
  write: (paid, nextId) => ({
    entries: [entry(paid), entry(paid, { bankReference: bankReference(paid, nextId) })],
    moved: [beside(paid, paid.amount)],
  }),
});
/** The money has come back. */
const back = (kind: string, form: (paid: PaidTransfer, nextId: () => string) => EntryForm): EntryKind => ({
  kind,
  write: (paid, nextId) => ({
    entries: [entry(paid, { direction: 'CRDT', ...form(paid, nextId) })],
    moved: [beside(paid, -paid.amount)],
  }),
});
const bare = { account: '' } as const;

export const ENTRY_KINDS: readonly EntryKind[] = [
  plain('a booked debit', () => ({})),
  secondDebit('a second debit under another bank reference', (_paid, nextId) => nextId()),
  secondDebit('a second debit under the same bank reference', (paid) => paid.bankReference),
  secondDebit('a second debit without a bank reference', () => ''),
  back('a return by its code', (paid) => ({
    inner: `${code('RRTN')}<NtryDtls>${transfer(paid, { direction: 'CRDT', ...bare, bankReference: '' })}</NtryDtls>`,
  })),
  back('a return with its reason', () => ({ ...bare, more: '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>' })),
  back('a debit that is taken back, said as 1', () => ({ reversal: '<RvslInd>1</RvslInd>' })),
  back('a debit that is taken back', () => ({ reversal: '<RvslInd>true</RvslInd>' })),
  back('money back without a word why', (_paid, nextId) => ({ ...bare, bankReference: nextId() })),
  {
    kind: 'a debit of another amount',
    write: (paid) => ({
      entries: [entry(paid, { amount: paid.amount + OTHER })],
      moved: [beside(paid, OTHER)],
    }),
  },
  plain('a debit that is called reversed', () => ({ reversal: '<RvslInd>true</RvslInd>' })),
  plain('an entry without details, by the bank’s reference', ({ bankReference }) => ({
    inner: `<AcctSvcrRef>${bankReference}</AcctSvcrRef>`,
  })),
  plain('an entry without details, by its text', ({ reference }) => ({
    inner: `<AddtlNtryInf>CHI TRA ${reference}</AddtlNtryInf>`,
  })),
  plain('our reference in the remittance information only', ({ reference }) => ({
    ...{ reference: 'NOTPROVIDED', bankReference: '' },
    more: `<RmtInf><Ustrd>TRO CAP ${reference} THANG NAY</Ustrd></RmtInf>`,
  })),
  plain('our reference in small letters', ({ reference }) => ({ reference: reference.toLowerCase() })),
  plain('a batch as one sum', ({ amount }) => ({
    inner: `<NtryDtls><Btch><NbOfTxs>2</NbOfTxs><TtlAmt Ccy="VND">${amount}</TtlAmt></Btch></NtryDtls>`,
  })),
  plain('an amount of version 2', ({ bankReference, reference, amount }) => ({
    inner:
      `<NtryDtls><TxDtls><Refs><AcctSvcrRef>${bankReference}</AcctSvcrRef><EndToEndId>${reference}</EndToEndId></Refs>` +
      `<AmtDtls><TxAmt><Amt Ccy="VND">${amount}</Amt></TxAmt></AmtDtls></TxDtls></NtryDtls>`,
  })),
  plain('a padded amount', ({ amount }) => ({ amount: `  000000000000000000${amount}.00 ` })),
  plain('another currency', () => ({ amount: '2.50', currency: 'USD' })),
  plain('a date in the future', () => ({ date: '<Dt>2999-01-01</Dt>' })),
  plain('a date before the attempt', () => ({ date: '<Dt>2020-01-01</Dt>' })),
  plain('a date with a zone', () => ({ date: `<Dt>${new Date().toISOString().slice(0, 10)}+07:00</Dt>` })),
  plain('no date', () => ({ date: '' })),
  plain('an entry that is expected', () => ({ status: '<Cd>PDNG</Cd>' })),
  plain('money that left, and nobody says why', () => ({
    ...{ ...bare, amount: 7_777_000, reference: '', bankReference: '' },
  })),
  plain('a fee', () => ({ ...bare, amount: 11_000, inner: code('CHRG') })),
  plain('how the account is filled', () => ({
    ...{
      direction: 'CRDT',
      account: PAYER,
      amount: 9_000_000_000,
      reference: 'KBNN-2026',
      bankReference: 'FTFUND',
    },
  })),
  plain('a control character in a bank reference', () => ({ bankReference: 'FT&#0;ABC' })),
  plain('an amount that is none', () => ({ amount: 'x' })),
  plain('a direction that is none', () => ({ direction: 'BOTH' })),
];
