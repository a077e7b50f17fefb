/** Status reports as banks write them, told by the bank's push and by its drop folder: none is acknowledged without a word. */
import { writeFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { demoConfig } from '../../../adapters/agribank/index.js';
import { signatureOf } from '../../../adapters/agribank/wire.js';
import type { PaymentNotice } from '../../../adapters/kit/index.js';
import { messageIdOf } from '../../../adapters/protocols/iso20022/index.js';
import { closeAll, newFolder, startAdapter, startBank, task } from './bench.js';

afterEach(closeAll);

const references = ['1', '2', '3'].map((number) => `ASH000000000000000000000000000000${number}`);
const [first = '', second = '', third = ''] = references;
/** The same payments always make the same file. */
const messageId = messageIdOf('ASH', references);

/** What a signature proves is told by files.test.ts; here is what a file says. */
const fileSignature = { profile: 'none' };

interface Told {
  readonly heard: readonly PaymentNotice[];
  /** Whether the bank may forget the file. */
  readonly isTaken: boolean;
}

/** Three payments are handed in, two of them of one purpose; then the bank leaves a status report about that file. */
type Tell = (report: (messageId: string) => string) => Promise<Told>;

const throughDropFolder: Tell = async (report) => {
  const folder = newFolder();
  const dropFolder = { outgoing: join(folder, 'out'), incoming: join(folder, 'in') };
  const dataDir = newFolder();
  const { url } = await startBank(dataDir);
  const { submitBatch, heard } = await startAdapter(dataDir, url, { dropFolder, fileSignature });
  await submitBatch(threeTasks());
  writeFileSync(join(dropFolder.incoming, '1-pain.002.xml'), report(messageId));
  const isIn = (place: string) => readdirSync(join(dropFolder.incoming, place)).length > 0;
  while (!isIn('done') && !isIn('unreadable')) await new Promise((resolve) => setImmediate(resolve));
  return { heard, isTaken: isIn('done') };
};

const byPush: Tell = async (report) => {
  const dataDir = newFolder();
  const { url } = await startBank(dataDir, {}, { fileSignature: undefined });
  const listening = { listen: { port: 0 }, pollIntervalMs: 60_000, fileSignature };
  const { session, submitBatch, heard } = await startAdapter(dataDir, url, listening);
  await submitBatch(threeTasks());
  const body = report(messageId);
  const { secret } = demoConfig(dataDir, url) as unknown as { readonly secret: string };
  const timestamp = new Date().toISOString();
  const target = new URL(session.callbackUrl ?? '');
  const headers = {
    'x-timestamp': timestamp,
    'x-signature': signatureOf(secret, ['POST', target.pathname, timestamp], body),
  };
  const answer = await fetch(target, { method: 'POST', body, headers });
  return { heard, isTaken: answer.status === 204 };
};

const threeTasks = () => [
  task({ id: 'tsk_1', reference: first }),
  task({ id: 'tsk_2', reference: second }),
  task({ id: 'tsk_3', reference: third, purposeCode: 'PENS' }),
];

const reason = (code: string) => `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn></StsRsnInf>`;
const transferOf = (name: string, status: string) =>
  `<TxInfAndSts>${name}<TxSts>${status}</TxSts></TxInfAndSts>`;
const named = (reference: string) => `<OrgnlEndToEndId>${reference}</OrgnlEndToEndId>`;

function pain002(ofMessage: string, group: string, payments = ''): string {
  const original = `<OrgnlMsgId>${ofMessage}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>${group}`;
  return (
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>' +
    '<GrpHdr><MsgId>B1</MsgId><CreDtTm>2026-11-30T18:00:00</CreDtTm></GrpHdr>' +
    `<OrgnlGrpInfAndSts>${original}</OrgnlGrpInfAndSts>${payments}</CstmrPmtStsRpt></Document>`
  );
}

const payment = (id: string, content: string) =>
  `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${id}</OrgnlPmtInfId>${content}</OrgnlPmtInfAndSts>`;

const words = (notices: readonly PaymentNotice[]) =>
  notices.map(({ reference, status, evidence }) => [reference, status, evidence]);

describe.each([
  ['in the drop folder', throughDropFolder],
  ['by push', byPush],
])('a status report %s', (_way, tell) => {
  it('that refuses a whole file and names no transfer reaches every payment of it', async () => {
    const { heard, isTaken } = await tell((id) => pain002(id, `<GrpSts>RJCT</GrpSts>${reason('FF01')}`));

    expect(words(heard)).toEqual(references.map((reference) => [reference, 'REJECTED', 'NOTIFICATION']));
    expect(heard[0]).toMatchObject({ reason: 'TECHNICAL', reasonText: 'RJCT FF01' });
    expect(isTaken).toBe(true);
  });

  it('that refuses one part of a file and names no transfer reaches every payment of that part', async () => {
    const { heard } = await tell((id) =>
      pain002(
        id,
        '<GrpSts>PART</GrpSts>',
        payment(`${id}-1`, `<PmtInfSts>RJCT</PmtInfSts>${reason('AC02')}`),
      ),
    );

    expect(words(heard)).toEqual([first, second].map((one) => [one, 'REJECTED', 'NOTIFICATION']));
  });

  it('of which the payments are not known here waits for a person', async () => {
    const { heard } = await tell(() =>
      pain002(
        'ASHOFANOTHERLIFE',
        `<OrgnlCtrlSum>1620000</OrgnlCtrlSum><GrpSts>RJCT</GrpSts>${reason('FF01')}`,
      ),
    );

    expect(heard).toMatchObject([
      { status: 'UNKNOWN', evidence: 'STATEMENT', amount: 1_620_000n, externalReference: 'ASHOFANOTHERLIFE' },
    ]);
  });

  it('that an unknown file has arrived is no news of any payment', async () => {
    const { heard, isTaken } = await tell(() => pain002('ASHOFANOTHERLIFE', '<GrpSts>ACTC</GrpSts>'));

    expect({ heard, isTaken }).toEqual({ heard: [], isTaken: true });
  });

  it('with one transfer that it does not name settles the other, and that one waits for a person', async () => {
    const transfers = [transferOf(named(first), 'ACCC'), transferOf('<StsId>9</StsId>', `RJCT`)];
    const { heard } = await tell((id) => pain002(id, '', payment(`${id}-1`, transfers.join(''))));

    expect(words(heard)).toEqual([
      [first, 'SETTLED', 'NOTIFICATION'],
      [undefined, 'UNKNOWN', 'STATEMENT'],
    ]);
  });

  it('that names a transfer by InstrId, which is the same reference, is about it', async () => {
    const name = `<OrgnlInstrId>${first.toLowerCase()}</OrgnlInstrId>`;
    const { heard } = await tell((id) => pain002(id, '', payment(`${id}-1`, transferOf(name, 'ACCC'))));

    expect(words(heard)).toEqual([[first, 'SETTLED', 'NOTIFICATION']]);
  });

  it('that lists the refused ones of a file in part says nothing of the others', async () => {
    const refused = `<TxInfAndSts>${named(second)}<TxSts>RJCT</TxSts>${reason('AC04')}</TxInfAndSts>`;
    const { heard } = await tell((id) => pain002(id, '<GrpSts>PART</GrpSts>', payment(`${id}-1`, refused)));

    expect(heard).toMatchObject([{ reference: second, status: 'REJECTED', reason: 'ACCOUNT_CLOSED' }]);
  });

  it('with an amount that cannot be read is about its transfer, which waits for a person', async () => {
    const broken = '<OrgnlTxRef><Amt><InstdAmt Ccy="VND">x</InstdAmt></Amt></OrgnlTxRef>';
    const transfers = [
      `<TxInfAndSts>${named(first)}<TxSts>ACCC</TxSts>${broken}</TxInfAndSts>`,
      transferOf(named(second), 'ACCC'),
    ];
    const { heard } = await tell((id) => pain002(id, '', payment(`${id}-1`, transfers.join(''))));

    expect(words(heard)).toEqual([
      [first, 'UNKNOWN', 'STATEMENT'],
      [second, 'SETTLED', 'NOTIFICATION'],
    ]);
  });
});
