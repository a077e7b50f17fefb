/** A worker as a whole, between the model hub and an institution that is a few lines of this file. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { ModelHub, paymentTask } from '../../../adapters/kit/conformance/index.js';
import {
  runAdapter,
  silentLog,
  type Adapter,
  type Capabilities,
  type HubConnection,
  type PaymentRail,
  type RunningAdapter,
} from '../../../adapters/kit/index.js';
import { ReportPaymentStatusesDocument } from '../../../adapters/kit/generated/hub-client.js';

const running: RunningAdapter[] = [];
afterEach(async () => {
  for (const adapter of running.splice(0)) await adapter.stop(50);
});

const capabilities: Capabilities = {
  work: ['PAYMENT'],
  concurrencyMax: 4,
  ratePerSecondMax: 10_000,
  payment: {
    repeatedReference: 'REFUSED',
    inquiryBy: 'OWN_REFERENCE',
    laterStatus: 'POLLING',
    hasStatement: false,
    reference: { lengthMax: 35, pattern: /^[A-Z0-9]+$/ },
    finalWord: 'CREDITED',
  },
};

async function run(
  hub: Pick<ModelHub, 'connect'>,
  rail: Partial<PaymentRail>,
  changes: Partial<Capabilities> & { readonly clock?: () => Date } = {},
): Promise<RunningAdapter> {
  const { clock, ...narrowed } = changes;
  const payment: PaymentRail = { submit: unexpected, inquire: unexpected, ...rail };
  const adapter: Adapter = {
    name: 'toy',
    institution: 'TOY',
    capabilities: { ...capabilities, ...narrowed },
    parseConfig: (input) => input,
    start: () => Promise.resolve({ payment, stop: () => Promise.resolve() }),
  };
  const connection = await hub.connect();
  const options = { adapter, config: {}, hub: connection, log: silentLog, worker: 'toy', pollMs: 10, clock };
  const started = await runAdapter(options);
  running.push(started);
  return started;
}

async function settled(hub: ModelHub, reference: string): Promise<void> {
  while ((await hub.payment(reference)).status !== 'SETTLED') await hub.changed();
}

const credit = () =>
  Promise.resolve({ status: 'SETTLED', evidence: 'REPLY', occurredAt: new Date() } as const);
const unexpected = () => Promise.reject(new Error('nobody expected this'));

describe('a running adapter', () => {
  it('goes on with the other payments when one of them breaks it', async () => {
    const hub = new ModelHub();
    const tasks = Array.from({ length: 30 }, () => paymentTask());
    const broken = tasks[3]?.reference ?? '';
    for (const task of tasks) await hub.addPayment(task);

    await run(hub, {
      submit: ({ reference }) => (reference === broken ? Promise.reject(new TypeError('broken')) : credit()),
      inquire: credit,
    });
    for (const { reference } of tasks) await settled(hub, reference);

    expect((await hub.payment(broken)).reports[0]).toMatchObject({ status: 'UNKNOWN', evidence: 'NONE' });
  });

  it('inquires after what an earlier run of the same worker had in its hands, and never sends it again', async () => {
    const hub = new ModelHub();
    const task = paymentTask();
    await hub.addPayment(task);
    let isSent: () => void = () => undefined;
    const sent = new Promise<void>((resolve) => (isSent = resolve));
    await run(hub, {
      submit: () => {
        isSent();
        return new Promise(() => undefined);
      },
    });
    await sent;

    await run(hub, { inquire: credit });
    await settled(hub, task.reference);

    expect((await hub.payment(task.reference)).submits).toBe(1);
  });

  it('claims nothing while its institution is closed', async () => {
    const hub = new ModelHub();
    const task = paymentTask();
    await hub.addPayment(task);
    const serviceHours = { opensAt: '08:00', closesAt: '16:30', weekdays: [1, 2, 3, 4, 5] };
    // A Monday, one second before and at the opening in Hà Nội; the clock opens once it was looked at often enough.
    let looks = 0;
    const clock = () => new Date((looks += 1) < 20 ? '2026-11-23T00:59:59Z' : '2026-11-23T01:00:00Z');
    let looksAtSubmit = 0;

    await run(hub, { submit: () => ((looksAtSubmit = looks), credit()) }, { serviceHours, clock });
    await settled(hub, task.reference);

    expect(looksAtSubmit).toBeGreaterThanOrEqual(20);
  });

  it('sends nothing after the cut-off: what it had claimed before is given back, and paid the next morning', async () => {
    const hub = new ModelHub();
    const tasks = Array.from({ length: 6 }, () => paymentTask());
    for (const task of tasks) await hub.addPayment(task);
    const serviceHours = { opensAt: '08:00', closesAt: '16:30', weekdays: [1, 2, 3, 4, 5] };
    let now = new Date('2026-11-23T09:29:59Z');
    const sentAt: string[] = [];
    const changes = { serviceHours, concurrencyMax: 1, clock: () => now };

    await run(hub, { submit: () => (sentAt.push(now.toISOString()), (now = new Date('2026-11-23T09:31:00Z')), credit()), inquire: unexpected }, changes); // prettier-ignore
    const others = async () =>
      (await Promise.all(tasks.map(({ reference }) => hub.payment(reference)))).filter(
        ({ returns }) => returns > 0,
      );
    while ((await others()).length < 5) await hub.changed();
    now = new Date('2026-11-24T01:00:00Z');
    // Each send closes the institution again; the test opens it for the next.
    for (const { reference } of tasks) {
      while ((await hub.payment(reference)).status !== 'SETTLED') {
        now = new Date('2026-11-24T01:00:00Z');
        await hub.changed();
      }
    }

    expect(sentAt[0]).toBe('2026-11-23T09:29:59.000Z');
    expect(sentAt.slice(1)).toEqual(Array(5).fill('2026-11-24T01:00:00.000Z'));
  });

  it('never has more requests under way than the institution bears', async () => {
    const hub = new ModelHub();
    const tasks = Array.from({ length: 40 }, () => paymentTask());
    for (const task of tasks) await hub.addPayment(task);
    let underWay = 0;
    let underWayMax = 0;

    await run(hub, {
      submit: async () => {
        underWay += 1;
        underWayMax = Math.max(underWayMax, underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        return credit();
      },
    });
    for (const { reference } of tasks) await settled(hub, reference);

    expect(underWayMax).toBe(capabilities.concurrencyMax);
  });

  it('has as much again to send while a full call of reports is on its way', async () => {
    const reportsOfACall = 1_000;
    const hub = new ModelHub();
    const tasks = Array.from({ length: 2 * reportsOfACall }, () => paymentTask());
    for (const task of tasks) await hub.addPayment(task);
    const connection = await hub.connect();
    let sent = 0;
    let goOn: () => void = () => undefined;
    const allSent = new Promise<void>((resolve) => (goOn = resolve));
    const execute: HubConnection['execute'] = async (document, variables) => {
      if (Object.is(document, ReportPaymentStatusesDocument)) await allSent;
      return connection.execute(document, variables);
    };
    const slowHub = { connect: () => Promise.resolve({ ...connection, execute }) };

    await run(slowHub, {
      submit: () => {
        sent += 1;
        if (sent === tasks.length) goOn();
        return credit();
      },
    });
    await allSent;
    for (const { reference } of tasks) await settled(hub, reference);

    expect(sent).toBe(tasks.length);
  });

  it('holds little at once where a repeat would be booked again: what it held when it died, two people decide', async () => {
    const hub = new ModelHub();
    const tasks = Array.from({ length: 60 }, () => paymentTask());
    for (const task of tasks) await hub.addPayment(task);
    const payment = { ...capabilities.payment!, repeatedReference: 'BOOKED_AGAIN' as const };
    let isFull: () => void = () => undefined;
    const full = new Promise<void>((resolve) => (isFull = resolve));
    let underWay = 0;

    await run(
      hub,
      {
        submit: () => {
          if ((underWay += 1) === capabilities.concurrencyMax) isFull();
          return new Promise(() => undefined);
        },
      },
      { payment },
    );
    await full;

    const claimed = await Promise.all(
      tasks.map(async ({ reference }) => (await hub.payment(reference)).submits),
    );
    expect(claimed.filter((submits) => submits > 0).length).toBeLessThanOrEqual(
      2 * capabilities.concurrencyMax,
    );
  });
});
