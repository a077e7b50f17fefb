/** Files that come unasked: from the outbox, at the adapter's own port, through a drop folder. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { adapter, demoConfig } from '../../../adapters/agribank/index.js';
import { OutboxReader } from '../../../adapters/agribank/outbox-reader.js';
import { signatureOf } from '../../../adapters/agribank/wire.js';
import { silentLog, type Log, type PaymentNotice } from '../../../adapters/kit/index.js';
import { demoSigner, type DemoSigner } from '../../../adapters/kit/simulator/index.js';
import { SentMessages } from '../../../adapters/protocols/iso20022/index.js';
import * as signed from '../kit/file-signature-vectors.js';
import { closeAll, kindOf, newFolder, start, startAdapter, startBank, task } from './bench.js';
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
    const simulator = await startBank(dataDir, {}, { pushUrl: url });
    const payer = await startAdapter(dataDir, simulator.url, { pollIntervalMs: 60_000 });

    await payer.rail.submit(task());
    const heard = await probe.until((notices) => notices.length > 0);

    expect(unsigned.status).toBe(401);
    expect(heard).toMatchObject([{ reference: task().reference, status: 'SETTLED' }]);
  });
});

describe('a file of the drop folder that says that money was paid', () => {
  const forged = Buffer.from(message('pain.002-credited').replaceAll(/ASH01K0VECTOR\w+/g, 'ASHFORGED'));

  // prettier-ignore
  it.each([
    ['cms', 'has no signature',                         undefined,                      'unsigned'],
    ['cms', 'has the signature of another content',     'cms-rs256.p7s',                'refused'],
    ['cms', 'is signed by a stranger',                  'cms-by-a-stranger.p7s',        'refused'],
    ['cms', 'is signed with a certificate of the past', 'cms-expired.p7s',              'refused'],
    ['cms', 'is signed with a certificate of the future', 'cms-early.p7s',              'refused'],
    ['cms', 'is signed with SHA-1',                     'cms-sha1.p7s',                 'refused'],
    ['cms', 'is signed for another partner',            'cms-for-another-receiver.p7s', 'refused'],
    ['cms', 'has no signature but something',           'jws-none.jws',                 'refused'],
    ['jws', 'has no signature',                         undefined,                      'unsigned'],
    ['jws', 'has the signature of another content',     'jws-rs256.jws',                'refused'],
    ['jws', 'is signed by a stranger',                  'jws-by-a-stranger.jws',        'refused'],
    ['jws', 'is signed with no algorithm',              'jws-none.jws',                 'refused'],
    ['jws', 'is signed with what everybody knows',      'jws-hs256-with-the-public-key.jws', 'refused'],
  ] as const)('and as %s %s is not believed, and kept for a person', async (profile, _how, companion, where) => {
    const [incoming, extension] = [join(newFolder(), 'in'), profile === 'cms' ? '.p7s' : '.jws'];
    const lay = (name: string, content: Buffer, signature?: string) => {
      if (signature) writeFileSync(join(incoming, `${name}${extension}`), signed.vector(signature));
      writeFileSync(join(incoming, name), content);
    };
    mkdirSync(incoming);
    lay('00000000-pain.002.xml', forged, companion);
    // The bank's own comes after it, so that whoever hears of that would have heard of the forged one.
    lay(signed.fileName, signed.content, profile === 'cms' ? 'cms-rs256.p7s' : 'jws-rs256.jws');
    const { until } = await startAdapter(
      newFolder(),
      'http://127.0.0.1:9',
      {
        dropFolder: { incoming, outgoing: newFolder() },
        fileSignature: signed.settings(profile, { companionWaitMs: 0 }),
      },
      { clock: () => signed.signedAt },
    );

    const heard = await until((notices) => notices.length > 0);

    expect(heard).toMatchObject([{ reference: 'ASH01K0VECTOR0000000000000000001', status: 'SETTLED' }]);
    const kept = readdirSync(join(incoming, where)).sort();
    expect(kept).toEqual(
      companion ? ['00000000-pain.002.xml', `00000000-pain.002.xml${extension}`] : ['00000000-pain.002.xml'],
    );
  });

  it('and whose signature is still on its way holds up no other', async () => {
    const incoming = newFolder();
    writeFileSync(join(incoming, '00000000-pain.002.xml'), forged);
    writeFileSync(join(incoming, `${signed.fileName}.p7s`), signed.vector('cms-rs256.p7s'));
    writeFileSync(join(incoming, signed.fileName), signed.content);
    const dropFolder = { incoming, outgoing: newFolder() };
    const fileSignature = signed.settings('cms');
    const { until } = await startAdapter(
      newFolder(),
      'http://127.0.0.1:9',
      { dropFolder, fileSignature },
      { clock: () => signed.signedAt },
    );

    const heard = await until((notices) => notices.length > 0);

    expect(heard).toMatchObject([{ reference: 'ASH01K0VECTOR0000000000000000001' }]);
    expect(readdirSync(incoming)).toContain('00000000-pain.002.xml');
  });
});

describe('the Agribank adapter with keys', () => {
  const partner = demoSigner('partner');
  const bank = demoSigner('bank');
  const stranger = demoSigner('stranger');
  const keysOf = (own: DemoSigner, other: DemoSigner, profile: signed.Profile) => ({
    profile,
    privateKey: own.privateKeyPem,
    certificate: own.certificatePem,
    trustedCertificates: [other.certificatePem],
  });

  it.each(['cms', 'jws'] as const)('and a bank agree on signed files as %s, both ways', async (profile) => {
    const dataDir = newFolder();
    const simulator = await startBank(dataDir, {}, { fileSignature: keysOf(bank, partner, profile) });
    const fileSignature = keysOf(partner, bank, profile);
    const { rail, until } = await startAdapter(dataDir, simulator.url, { fileSignature });

    expect(await rail.submit(task())).toMatchObject({ status: 'ACCEPTED', evidence: 'REPLY' });
    expect(await until((notices) => notices.length > 0)).toMatchObject([{ status: 'SETTLED' }]);
  });

  it.each([
    ['is not signed', { profile: 'none' }],
    ['is signed by somebody else', keysOf(stranger, bank, 'cms')],
    ['is signed in another profile', keysOf(partner, bank, 'jws')],
  ])('has a payment file turned away that %s, and nothing is booked', async (_how, fileSignature) => {
    const dataDir = newFolder();
    const simulator = await startBank(dataDir, {}, { fileSignature: keysOf(bank, partner, 'cms') });
    const { rail } = await startAdapter(dataDir, simulator.url, { fileSignature });

    expect(await kindOf(rail.submit(task()))).toBe('REFUSED NOT_AUTHORISED');
    expect(simulator.ledger.entries).toHaveLength(0);
  });

  it('does not believe a file of the outbox that another key has signed, whoever else vouches for the answer', async () => {
    const dataDir = newFolder();
    const simulator = await startBank(dataDir, {}, { fileSignature: keysOf(stranger, partner, 'cms') });
    const errors = errorLog();
    const { rail, heard } = await startAdapter(
      dataDir,
      simulator.url,
      { fileSignature: keysOf(partner, bank, 'cms') },
      { log: errors.log },
    );

    await rail.submit(task());

    expect(await errors.next).toMatchObject({ fault: 'ANOTHER_SIGNER', file: '00000001-camt.054.xml' });
    expect(heard).toEqual([]);
  });

  it('turns away a pushed file that only the shared secret vouches for', async () => {
    const { heard, session } = await startAdapter(newFolder(), 'http://127.0.0.1:9', {
      listen: { port: 0 },
      secret: 'a secret of both sides',
      fileSignature: signed.settings('cms'),
    });
    const push = async (signature?: Buffer) => {
      const timestamp = new Date().toISOString();
      const parts = ['POST', '/agribank/files', timestamp];
      const answer = await fetch(session.callbackUrl ?? '', {
        method: 'POST',
        body: signed.content.toString('utf8'),
        headers: {
          'x-timestamp': timestamp,
          'x-signature': signatureOf('a secret of both sides', parts, signed.content),
          'x-file-name': signed.fileName,
          ...(signature && { 'x-file-signature': signature.toString('base64') }),
        },
      });
      return answer.status;
    };

    expect(await push()).toBe(401);
    expect(await push(signed.vector('cms-by-a-stranger.p7s'))).toBe(401);
    expect(heard).toEqual([]);
    expect(await push(signed.vector('cms-rs256.p7s'))).toBe(204);
    expect(heard).toHaveLength(1);
  });

  it('says at its start that files of a folder are believed unproved, where it has none', async () => {
    const warnings: string[] = [];
    const log = { ...silentLog, warn: (_fields: object, words: string) => void warnings.push(words) };
    const dropFolder = { incoming: newFolder(), outgoing: newFolder() };
    const url = 'http://127.0.0.1:9';

    await startAdapter(newFolder(), url, { dropFolder }, { log });
    await startAdapter(newFolder(), url, { dropFolder, fileSignature: { profile: 'none' } }, { log });

    expect(warnings).toEqual([expect.stringContaining('neither signed nor verified')]);
  });
});

/** The first complaint, as soon as there is one. */
function errorLog(): { readonly log: Log; readonly next: Promise<object> } {
  let complain: (fields: object) => void = () => undefined;
  const next = new Promise<object>((resolve) => (complain = resolve));
  return { log: { ...silentLog, error: complain }, next };
}

describe('the Agribank adapter with a drop folder and no keys', () => {
  it('leaves payment files whole under their own name, and reads the bank’s files from the other folder', async () => {
    const folder = newFolder();
    const dropFolder = { outgoing: join(folder, 'out'), incoming: join(folder, 'in') };
    const { rail, until } = await start({}, { dropFolder, fileSignature: { profile: 'none' } });

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

  it('tells what it can read of a file, and keeps the file for a person when an entry of it cannot be read', async () => {
    const folder = newFolder();
    const dropFolder = { outgoing: join(folder, 'out'), incoming: join(folder, 'in') };
    const { until } = await start({}, { dropFolder, fileSignature: { profile: 'none' } });
    const whole = message('camt.054-credit');
    const [entry = ''] = /<Ntry>.*<\/Ntry>/s.exec(whole) ?? [];
    const broken = entry.replaceAll('540000', 'x');

    writeFileSync(join(dropFolder.incoming, '1-camt.054.xml'), whole.replace(entry, broken + entry));
    await until((notices) => notices.length > 0);

    const unreadable = join(dropFolder.incoming, 'unreadable');
    while (readdirSync(unreadable).length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(readdirSync(unreadable)).toEqual(['1-camt.054.xml']);
  });
});

describe('the reader of the bank’s outbox', () => {
  it('puts a file aside over which the reading stumbles, whatever it is, and takes those behind it', async () => {
    const files = new Map<string, unknown>([
      // No text at all: no error that anybody foresaw.
      ['0-stumbling', { length: 1 }],
      ['1-camt.054', message('camt.054-credit')],
    ]);
    const aside: string[] = [];
    const heard: string[] = [];
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const source = {
      list: () => Promise.resolve([...files.keys()]),
      read: (name: string) => Promise.resolve(files.get(name) as Buffer),
      acknowledge: (name: string) => Promise.resolve(void files.delete(name)).then(finish),
      setAside: (name: string) => Promise.resolve(void (files.delete(name), aside.push(name))),
    };
    const notify = (notice: PaymentNotice) => Promise.resolve(void heard.push(notice.status));
    const deps = { clock: () => new Date(), log: silentLog, notify, sent: new SentMessages() };
    const reader = new OutboxReader(source, 60_000, deps);

    reader.start();
    await finished;
    await reader.stop();

    expect(aside).toEqual(['0-stumbling']);
    expect(heard).toEqual(['SETTLED']);
  });
});
