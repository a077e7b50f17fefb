/** The rules that keep a payment from being made twice, at the one place where they stand. */
import { describe, expect, it } from '@jest/globals';
import {
  AdapterError,
  notReceived,
  silentLog,
  type PaymentCapabilities,
  type PaymentOutcome,
} from '../../../adapters/kit/index.js';
import { paymentTask } from '../../../adapters/kit/conformance/index.js';
import type { Acknowledged } from '../../../adapters/kit/worker/reporter.js';
import { dividePayments, performPayments } from '../../../adapters/kit/worker/perform-payment.js';

const now = new Date('2026-11-22T01:02:03Z');
const settled: PaymentOutcome = { status: 'SETTLED', evidence: 'REPLY', occurredAt: now };
const found: PaymentOutcome = { status: 'SETTLED', evidence: 'INQUIRY', occurredAt: now };
const known: PaymentOutcome = { status: 'REJECTED', evidence: 'REPLY', reason: 'DUPLICATE', occurredAt: now };
/** A refusal that says itself that the first of the two is booked. */
const booked: PaymentOutcome = { status: 'SETTLED', evidence: 'REPLY', reason: 'DUPLICATE', occurredAt: now };
const noAnswer = new AdapterError('NO_ANSWER', 'TIMEOUT', 'no answer');
const unsent = new AdapterError('NOT_SENT', 'ECONNREFUSED', 'not there');
const bug = new TypeError('undefined is not a function');

type Word = PaymentOutcome | Error;
interface World {
  readonly action?: 'SUBMIT' | 'INQUIRE';
  readonly submits?: readonly Word[];
  readonly inquiries?: readonly Word[];
  readonly repeatedReference?: PaymentCapabilities['repeatedReference'];
  readonly inquiryBy?: PaymentCapabilities['inquiryBy'];
  readonly isOurs?: boolean;
  /** What the hub makes of each report in turn; it takes the others. */
  readonly receipts?: readonly Acknowledged[];
}

/** Performs one task at an institution that says the given words in turn; tells what was asked and what was reported. */
async function perform(world: World) {
  const { action = 'SUBMIT', submits = [], inquiries = [], isOurs = true, receipts = [], ...rest } = world;
  const asked: string[] = [];
  const reported: PaymentOutcome[] = [];
  const words = { submit: [...submits], inquire: [...inquiries] };
  const say = (kind: 'submit' | 'inquire') => () => {
    asked.push(kind);
    const word = words[kind].shift();
    if (word === undefined) throw new Error(`nobody expected ${kind}`);
    return word instanceof Error ? Promise.reject(word) : Promise.resolve(word);
  };
  const task = paymentTask();
  const [end] = await performPayments([{ id: task.id, action, task }], {
    rail: { submit: say('submit'), inquire: say('inquire') },
    capabilities: { repeatedReference: 'REFUSED', ...rest } as PaymentCapabilities,
    leases: { confirm: () => Promise.resolve(isOurs), renew: () => Promise.resolve(isOurs) },
    clock: () => now,
    log: silentLog,
    report: (_task, outcome) => Promise.resolve(receipts[reported.push(outcome) - 1] ?? 'APPLIED'),
  });
  await end?.acknowledged;
  const said = reported.map(({ status, evidence, reason }) =>
    [status, evidence, reason].filter(Boolean).join(' '),
  );
  return { asked: asked.join(' '), end: end?.end, said: said.join(', ') };
}

const cases: readonly (readonly [title: string, world: World, asked: string, end: string, said: string])[] = [
  ['a good answer', { submits: [settled] }, 'submit', 'REPORTED', 'SETTLED REPLY'],
  ['no answer after sending', { submits: [noAnswer] }, 'submit', 'REPORTED', 'UNKNOWN NONE TECHNICAL'],
  ['a bug of the adapter', { submits: [bug] }, 'submit', 'REPORTED', 'UNKNOWN NONE TECHNICAL'],
  ['an institution that is not there', { submits: [unsent] }, 'submit', 'UNSENT', ''],
  ['a lease that has ended', { isOurs: false }, '', 'LOST', ''],
  [
    'a reference that is known, and an inquiry that finds it',
    { submits: [known], inquiries: [found] },
    'submit inquire',
    'REPORTED',
    'SETTLED INQUIRY',
  ],
  [
    'a reference that is known, and an inquiry that fails',
    { submits: [known], inquiries: [noAnswer] },
    'submit inquire',
    'REPORTED',
    'UNKNOWN NONE DUPLICATE',
  ],
  [
    'a reference that is known, and an inquiry that denies it',
    { submits: [known], inquiries: [notReceived(now)] },
    'submit inquire',
    'REPORTED',
    'UNKNOWN NONE DUPLICATE',
  ],
  [
    'a reference that is known as booked, and an inquiry that finds it',
    { submits: [booked], inquiries: [found] },
    'submit inquire',
    'REPORTED',
    'SETTLED INQUIRY',
  ],
  [
    'a reference that is known as booked, and an inquiry that fails',
    { submits: [booked], inquiries: [noAnswer] },
    'submit inquire',
    'REPORTED',
    'SETTLED REPLY',
  ],
  [
    'a reference that is known as booked, and an inquiry that denies it',
    { submits: [booked], inquiries: [notReceived(now)] },
    'submit inquire',
    'REPORTED',
    'UNKNOWN NONE DUPLICATE',
  ],
  [
    'a reference that is known as booked, where nobody can be asked',
    { submits: [booked], inquiryBy: 'NONE' },
    'submit',
    'REPORTED',
    'SETTLED REPLY',
  ],
  [
    'a reference that is known, where nobody can be asked',
    { submits: [known], inquiryBy: 'NONE' },
    'submit',
    'REPORTED',
    'UNKNOWN NONE DUPLICATE',
  ],
  [
    'an inquiry that finds the payment',
    { action: 'INQUIRE', inquiries: [found] },
    'inquire',
    'REPORTED',
    'SETTLED INQUIRY',
  ],
  [
    'an inquiry without an answer',
    { action: 'INQUIRE', inquiries: [noAnswer] },
    'inquire',
    'REPORTED',
    'UNKNOWN NONE TECHNICAL',
  ],
  ['an inquiry at a closed door', { action: 'INQUIRE', inquiries: [unsent] }, 'inquire', 'UNSENT', ''],
  [
    'never received, where a repeat is refused',
    { action: 'INQUIRE', inquiries: [notReceived(now)], submits: [settled] },
    'inquire submit',
    'REPORTED',
    'SETTLED REPLY',
  ],
  [
    'never received, where a repeat is refused, and no answer to it',
    { action: 'INQUIRE', inquiries: [notReceived(now)], submits: [noAnswer] },
    'inquire submit',
    'REPORTED',
    'UNKNOWN NONE TECHNICAL',
  ],
  [
    'never received, where a repeat is refused, but the lease has ended',
    { action: 'INQUIRE', inquiries: [notReceived(now)], isOurs: false },
    'inquire',
    'LOST',
    '',
  ],
  [
    'never received, where a repeat is booked again',
    { action: 'INQUIRE', inquiries: [notReceived(now)], repeatedReference: 'BOOKED_AGAIN' },
    'inquire',
    'REPORTED',
    'UNKNOWN INQUIRY NOT_RECEIVED',
  ],
  [
    'never received, where nobody documents repeats',
    { action: 'INQUIRE', inquiries: [notReceived(now)], repeatedReference: 'UNDOCUMENTED' },
    'inquire',
    'REPORTED',
    'UNKNOWN INQUIRY NOT_RECEIVED',
  ],
  [
    'an outcome that the hub refuses: what it does not know it asks again',
    { submits: [settled], receipts: ['REFUSED'] },
    'submit',
    'REPORTED',
    'SETTLED REPLY, UNKNOWN NONE TECHNICAL',
  ],
  [
    'an outcome over which the hub fails, and the doubt too',
    { action: 'INQUIRE', inquiries: [found], receipts: ['KEPT_APART', 'KEPT_APART'] },
    'inquire',
    'REPORTED',
    'SETTLED INQUIRY, UNKNOWN NONE TECHNICAL',
  ],
  [
    'an outcome that the hub keeps for a person',
    { submits: [settled], receipts: ['EXCEPTION'] },
    'submit',
    'REPORTED',
    'SETTLED REPLY',
  ],
];

describe('a payment task', () => {
  it.each(cases)('%s', async (_title, world, asked, end, said) => {
    expect(await perform(world)).toEqual({ asked, end, said });
  });

  it('goes with others in native batches, and inquiries go alone', () => {
    const claimed = (['SUBMIT', 'INQUIRE', 'SUBMIT', 'SUBMIT'] as const).map((action, index) => {
      const task = paymentTask({ id: `tsk_${index}` });
      return { id: task.id, action, task };
    });
    const rail = { submit: never, inquire: never, submitBatch: never };
    const capabilities = { nativeBatchMax: 2 } as PaymentCapabilities;

    const parts = dividePayments(claimed, { rail, capabilities });

    expect(parts.map((part) => part.map(({ id }) => id))).toEqual([['tsk_0', 'tsk_2'], ['tsk_3'], ['tsk_1']]);
  });

  it('is unknown with all others of its batch when the outcomes do not fit the tasks', async () => {
    const tasks = [paymentTask(), paymentTask()];
    const reported: string[] = [];

    await performPayments(
      tasks.map((task) => ({ id: task.id, action: 'SUBMIT', task })),
      {
        rail: { submit: never, inquire: never, submitBatch: () => Promise.resolve([settled]) },
        capabilities: { nativeBatchMax: 2 } as PaymentCapabilities,
        leases: { confirm: () => Promise.resolve(true), renew: () => Promise.resolve(true) },
        clock: () => now,
        log: silentLog,
        report: (_task, { status }) => (reported.push(status), Promise.resolve('APPLIED')),
      },
    );

    expect(reported).toEqual(['UNKNOWN', 'UNKNOWN']);
  });
});

function never(): Promise<never> {
  return Promise.reject(new Error('nobody expected this'));
}
