/** Files that come unasked: from the outbox, at the adapter's own port, through a drop folder. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { adapter, demoConfig } from '../../../adapters/agribank/index.js';
import { silentLog } from '../../../adapters/kit/index.js';
import { closeAll, newFolder, start, startAdapter, startBank, task } from './bench.js';
import { message } from './vectors.js';

afterEach(closeAll);

describe('the files that the bank leaves for the Agribank adapter', () => {
  it('wait until the hub has them: what was not acknowledged is told again after a restart', async () => {
    const dataDir = newFolder();
    const simulator = await startBank(dataDir);
    const config = adapter.parseConfig({ ...demoConfig(dataDir, simulator.url), pollIntervalMs: 100 });
    let told: () => void = () => undefined;
    const isTold = new Promise<void>((resolve) => (told = resolve));
    const away = await adapter.start(config, {
      clock: () => new Date(),
      log: silentLog,
      randomId: randomUUID,
      notify: () => (told(), new Promise<never>(() => undefined)),
    });
    await away.payment?.submit(task());
    await isTold;
    await away.stop();

    const { until } = await startAdapter(dataDir, simulator.url);

    expect(await until((notices) => notices.length > 0)).toMatchObject([
      { reference: task().reference, status: 'SETTLED' },
    ]);
  });

  it('are also taken at a port of its own, once each, and only with the bank’s signature', async () => {
    const dataDir = newFolder();
    const probe = await startAdapter(dataDir, 'http://127.0.0.1:9', {
      listen: { port: 0 },
      pollIntervalMs: 60_000,
    });
    const url = probe.session.callbackUrl ?? '';
    const unsigned = await fetch(url, { method: 'POST', body: message('camt.054-credit') });
    const simulator = await startBank(dataDir, {}, url);
    const payer = await startAdapter(dataDir, simulator.url, { pollIntervalMs: 60_000 });

    await payer.rail.submit(task());
    const heard = await probe.until((notices) => notices.length > 0);

    expect(unsigned.status).toBe(401);
    expect(heard).toMatchObject([{ reference: task().reference, status: 'SETTLED' }]);
  });
});

describe('the Agribank adapter with a drop folder', () => {
  it('leaves payment files whole under their own name, and reads the bank’s files from the other folder', async () => {
    const folder = newFolder();
    const dropFolder = { outgoing: join(folder, 'out'), incoming: join(folder, 'in') };
    const { rail, until } = await start({}, { dropFolder });

    const outcome = await rail.submit(task());
    await rail.submit(task());
    writeFileSync(join(dropFolder.incoming, '1-camt.054.xml'), message('camt.054-credit'));
    writeFileSync(join(dropFolder.incoming, '0-broken.xml'), '<Document>');
    await until((notices) => notices.length > 0);

    expect(outcome).toMatchObject({ status: 'SUBMITTED', evidence: 'NONE' });
    const files = readdirSync(dropFolder.outgoing);
    expect(files).toEqual([expect.stringMatching(/^ASH[0-9a-f]+\.pain\.001\.xml$/)]);
    expect(readFileSync(join(dropFolder.outgoing, files[0] ?? ''), 'utf8')).toContain(task().reference);
    expect(readdirSync(join(dropFolder.incoming, 'unreadable'))).toEqual(['0-broken.xml']);
  });
});
