/** The shell that every simulator stands on: its book survives, its faults can be told, its control can be asked. */
import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Agent, request } from 'undici';
import {
  demoAuthority,
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../../adapters/kit/simulator/index.js';

const running: Simulator[] = [];
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.stop();
});

/** An institution that books 1 000 đồng under the reference named in the path. */
async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'simulator-'));
  const simulator = await startSimulator('sample', { ...options, dataDir }, ({ ledger }) => (request) => {
    const reference = request.path.slice(1);
    const bookedAt = '2026-11-22T08:00:00.000Z';
    ledger.book({
      reference,
      account: '1',
      amount: 1_000,
      currency: 'VND',
      bookedAt,
      externalReference: 'X',
    });
    return { status: 200, body: 'booked', booked: reference };
  });
  running.push(simulator);
  return simulator;
}

function control(simulator: Simulator, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${simulator.url}/__simulator/${path}`, init);
}

function linesOf(dataDir: string): readonly unknown[] {
  const lines = readFileSync(join(dataDir, 'ledger.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line): unknown => JSON.parse(line));
}

describe('the shell of the simulators', () => {
  it('continues its book after a restart, even when the last line was cut short', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'simulator-'));
    const first = await start({ dataDir });
    await fetch(`${first.url}/A1`);
    await first.stop();
    appendFileSync(join(dataDir, 'ledger.jsonl'), '{"reference":"A2","acc');

    const second = await start({ dataDir });
    await fetch(`${second.url}/A3`);
    await second.stop();
    const third = await start({ dataDir });

    expect(third.ledger.entries.map((entry) => entry.reference)).toEqual(['A1', 'A3']);
    expect(third.ledger.find('A1')).toHaveLength(1);
    expect(linesOf(dataDir)).toMatchObject([{ reference: 'A1' }, { reference: 'A3' }]);
  });

  it('keeps a last line that lacks only its end', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'simulator-'));
    appendFileSync(join(dataDir, 'ledger.jsonl'), '{"reference":"A1","amount":1000}');

    const simulator = await start({ dataDir });
    await fetch(`${simulator.url}/A2`);

    expect(linesOf(dataDir)).toMatchObject([{ reference: 'A1' }, { reference: 'A2' }]);
    expect(simulator.ledger.entries).toHaveLength(2);
  });

  it.each(['{"reference":"A2","acc', 'null', '7'])(
    'opens its book although a line in the middle is %s, and leaves that line where it is',
    async (damaged) => {
      const dataDir = mkdtempSync(join(tmpdir(), 'simulator-'));
      const book = `{"reference":"A1","amount":1000}\n${damaged}\n{"reference":"A3","amount":1000}\n`;
      appendFileSync(join(dataDir, 'ledger.jsonl'), book);

      const simulator = await start({ dataDir });

      expect(simulator.ledger.entries.map(({ reference }) => reference)).toEqual(['A1', 'A3']);
      expect(readFileSync(join(dataDir, 'ledger.jsonl'), 'utf8')).toBe(book);
    },
  );

  it('says how long its answer is, so that it goes out whole', async () => {
    const simulator = await start();

    const answer = await fetch(`${simulator.url}/A1`);

    expect(answer.headers.get('content-length')).toBe('6');
    expect(await answer.text()).toBe('booked');
  });

  it('drops the reply only after the money is in its book', async () => {
    const simulator = await start({ faults: { dropReplyAfterBooking: 1 } });

    await expect(fetch(`${simulator.url}/A1`)).rejects.toThrow();

    const ledger = (await (await control(simulator, 'ledger')).json()) as {
      entries: { reference: string }[];
    };
    expect(ledger.entries).toMatchObject([{ reference: 'A1', amount: 1_000 }]);
  });

  it('draws the same faults from the same seed, whatever the order of the requests', async () => {
    const references = Array.from({ length: 40 }, (_, index) => `R${index}`);
    const one = await start({ seed: 7, faults: { refuse: 0.5 } });
    const other = await start({ seed: 7, faults: { refuse: 0.5 } });

    const drawn = references.map((reference) => one.faults.strikes('refuse', reference));
    const reversed = [...references].reverse().map((reference) => other.faults.strikes('refuse', reference));

    expect(reversed.reverse()).toEqual(drawn);
    expect(new Set(drawn).size).toBe(2);
  });

  it('refuses a fault that it does not know, and changes nothing', async () => {
    const simulator = await start();

    const answer = await control(simulator, 'faults', { method: 'PUT', body: '{"explode":1}' });

    expect(answer.status).toBe(400);
    expect(simulator.faults.current.dropReplyAfterBooking).toBe(0);
  });

  it('takes accounts as JSON lines, and knows them after a restart', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'simulator-'));
    const first = await start({ dataDir });
    const body = '{"number":"0970000001","name":"NGUYEN VAN AN","state":"OPEN"}\n';
    await control(first, 'accounts', { method: 'POST', body });
    await first.stop();

    const second = await start({ dataDir });

    expect(second.accounts.find('0970000001')).toMatchObject({ state: 'OPEN' });
  });

  it('accepts no connection while it is down, and is back on the same port afterwards', async () => {
    const simulator = await start();
    await control(simulator, 'faults', { method: 'PUT', body: '{"downForMs":150}' });

    const seen = new Set<boolean>();
    while (!(seen.has(false) && seen.has(true))) {
      const isUp = await control(simulator, 'health').then(
        (answer) => answer.ok,
        () => false,
      );
      if (!isUp || seen.has(false)) seen.add(isUp);
    }

    expect(simulator.ledger.entries).toEqual([]);
  });

  it('counts the faults that really struck', async () => {
    const simulator = await start({ faults: { dropReplyAfterBooking: 1 } });
    for (const reference of ['A1', 'A2', 'A2'])
      await expect(fetch(`${simulator.url}/${reference}`)).rejects.toThrow();

    const strikes: unknown = await (await control(simulator, 'strikes')).json();

    expect(strikes).toEqual({ dropReplyAfterBooking: 3, bookedAgain: 1 });
  });

  it('speaks TLS on the same port, and its certificate can run out for a while', async () => {
    const simulator = await start();
    const client = new Agent({ connect: { ca: demoAuthority } });
    const ask = () => request(`https://127.0.0.1:${simulator.port}/A1`, { dispatcher: client });
    await expect(ask()).resolves.toMatchObject({ statusCode: 200 });

    await control(simulator, 'faults', { method: 'PUT', body: '{"expiredCertificateForMs":60000}' });

    await expect(untilRefused(ask)).resolves.toMatchObject({ code: 'CERT_HAS_EXPIRED' });
    expect(simulator.faults.struck.expiredCertificateTrusted).toBeUndefined();
    await client.destroy();
  });

  it('says nothing more once its last second is to be lost, and names what to cut off', async () => {
    const simulator = await start();
    await fetch(`${simulator.url}/A1`);
    const files = (await (await control(simulator, 'last-second', { method: 'POST' })).json()) as object;

    const unanswered = fetch(`${simulator.url}/A2`, { signal: AbortSignal.timeout(300) });

    await expect(unanswered).rejects.toThrow();
    const [[file, length] = ['', 0]] = Object.entries(files) as [string, number][];
    expect(readFileSync(file, 'utf8').slice(length)).toContain('"A2"');
  });
});

/** The old certificate is shown to whoever still gets in at that moment. */
async function untilRefused(ask: () => Promise<unknown>): Promise<unknown> {
  for (;;) {
    try {
      await ask();
    } catch (error) {
      if ((error as { code?: string }).code === 'CERT_HAS_EXPIRED') return error;
    }
  }
}
