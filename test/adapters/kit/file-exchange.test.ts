/** Files that come and go by a folder: what is believed, what waits, what is set aside, and how a file of ours is put there. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { IncomingFiles, openInbox, putFile, type Log } from '../../../adapters/kit/index.js';
import { content, fileName, signatures, signedAt, vector } from './file-signature-vectors.js';

const companion = `${fileName}.p7s`;
const good = vector('cms-rs256.p7s');
const waitMs = 60_000;

/** @param put what lies in the folder when the adapter starts */
async function open({ put = {}, isKeyed = true }: { put?: Record<string, Buffer>; isKeyed?: boolean } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'inbox-'));
  const lay = (files: Record<string, Buffer>) => {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  };
  const logged: { readonly message: string; readonly fields: object }[] = [];
  const note = (fields: object, message: string) => void logged.push({ fields, message });
  const log: Log = { debug: note, info: note, warn: note, error: note };
  let now = signedAt.getTime();
  const clock = () => new Date(now);
  lay(put);
  const start = async (trusted?: readonly string[]) =>
    new IncomingFiles({
      store: await openInbox(folder, '.xml'),
      signatures: isKeyed ? await signatures('cms', {}, clock, trusted) : undefined,
      ...{ companionWaitMs: waitMs, clock, log },
    }).open();
  return {
    ...{ folder, lay, logged, start },
    files: await start(),
    inFolder: (name: string) => readdirSync(join(folder, name)).sort(),
    pass: (ms: number) => void (now += ms),
  };
}

describe('a file of the folder', () => {
  it('is read once its signature is proved, and moved with it when the hub has it', async () => {
    const { files, inFolder } = await open({ put: { [fileName]: content, [companion]: good } });

    const read = await files.read(fileName);
    await files.acknowledge(fileName);

    expect(read).toEqual(content);
    expect(inFolder('done')).toEqual([fileName, companion]);
    expect(await files.list()).toEqual([]);
  });

  it('without a signature waits for it, and is believed when it comes', async () => {
    const { files, lay, pass } = await open({ put: { [fileName]: content } });

    const early = await files.read(fileName);
    pass(waitMs - 1);
    lay({ [companion]: good });
    const late = await files.read(fileName);

    expect(early).toBeUndefined();
    expect(late).toEqual(content);
  });

  it('without a signature is set aside after the agreed time, named and counted, and never believed', async () => {
    const { files, logged, inFolder, pass } = await open({ put: { [fileName]: content } });

    await files.read(fileName);
    pass(waitMs);
    const read = await files.read(fileName);

    expect(read).toBeUndefined();
    expect(inFolder('unsigned')).toEqual([fileName]);
    expect(await files.list()).toEqual([]);
    expect(logged).toEqual([
      {
        message: expect.stringContaining('set aside (unsigned)'),
        fields: expect.objectContaining({
          file: fileName,
          fault: 'UNSIGNED',
          setAside: { unsigned: 1, refused: 0, unreadable: 0 },
        }),
      },
    ]);
  });

  it('that a person puts back with its signature is believed', async () => {
    const { files, lay, pass } = await open({ put: { [fileName]: content } });
    await files.read(fileName);
    pass(waitMs);
    await files.read(fileName);

    lay({ [fileName]: content, [companion]: good });

    expect(await files.read(fileName)).toEqual(content);
  });

  it('with a wrong signature is set aside with it at once, and one of the same name is kept beside it', async () => {
    const { files, lay, inFolder } = await open({
      put: { [fileName]: Buffer.from('<forged/>'), [companion]: good },
    });
    const first = await files.read(fileName);
    lay({ [fileName]: Buffer.from('<forged again/>'), [companion]: good });

    const second = await files.read(fileName);

    expect([first, second]).toEqual([undefined, undefined]);
    expect(inFolder('refused')).toEqual([fileName, `${fileName}.2`, companion, `${companion}.2`]);
  });

  it('that was set aside is remembered at the next start', async () => {
    const { files, start, logged } = await open({
      put: { [fileName]: content, [companion]: Buffer.from('x') },
    });
    await files.read(fileName);

    await start();

    expect(logged.at(-1)).toMatchObject({
      message: expect.stringContaining('wait for a person'),
      fields: { refused: 1, unsigned: 0, unreadable: 0 },
    });
  });

  it('will not be believed after a certificate’s end, which is said a month before', async () => {
    const { logged, start, pass } = await open();
    const dayMs = 86_400_000;

    pass(new Date('2021-01-01T00:00:00Z').getTime() - signedAt.getTime() - 31 * dayMs);
    await start(['expired']);
    const early = logged.length;
    pass(2 * dayMs);
    await start(['expired']);

    expect(early).toBe(0);
    expect(logged).toEqual([
      { message: expect.stringContaining('runs out'), fields: { validUntil: '2021-01-01T00:00:00.000Z' } },
    ]);
  });

  it('cannot come in where the folder cannot be used, which is said at the start', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'inbox-')), 'file');
    writeFileSync(file, '');

    await expect(openInbox(file, '.xml')).rejects.toMatchObject({
      kind: 'MISCONFIGURED',
      code: 'FOLDER_FAILED',
    });
  });

  it('that is larger than any message is set aside unread', async () => {
    const { files, folder, inFolder } = await open({ put: { [fileName]: content, [companion]: good } });
    truncateSync(join(folder, fileName), 17 * 1024 * 1024);

    expect(await files.read(fileName)).toBeUndefined();
    expect(inFolder('unreadable')).toEqual([fileName, companion]);
  });

  it('is no folder, no link and nothing that is still being written', async () => {
    const { files, folder } = await open({ put: { 'b.xml.part': content } });
    mkdirSync(join(folder, 'a.xml'));
    symlinkSync('/etc/hostname', join(folder, 'c.xml'));

    expect(await files.list()).toEqual([]);
  });

  it('is believed as it lies there only where the partnership has no keys', async () => {
    const { files } = await open({ put: { [fileName]: content }, isKeyed: false });

    expect(await files.read(fileName)).toEqual(content);
  });
});

describe('a file of ours', () => {
  const file = { name: 'ASH1.pain.001.xml', content: Buffer.from('<one/>') };
  const signature = { name: 'ASH1.pain.001.xml.p7s', content: Buffer.from('signature of one') };
  const failure = { kind: 'NOT_SENT', code: 'FOLDER_FAILED' };
  const newFolder = () => mkdtempSync(join(tmpdir(), 'outgoing-'));

  it('is in the folder whole, with its signature, and nothing is left of the writing', async () => {
    const folder = join(newFolder(), 'made when it is needed');

    await putFile(folder, file, signature);

    expect(readdirSync(folder).sort()).toEqual([file.name, signature.name]);
    expect(readFileSync(join(folder, signature.name))).toEqual(signature.content);
  });

  it('gets its name only after its signature has', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, `${file.name}.part`));

    await expect(putFile(folder, file, signature)).rejects.toMatchObject(failure);

    expect(existsSync(join(folder, signature.name))).toBe(true);
    expect(existsSync(join(folder, file.name))).toBe(false);
  });

  it('is not there at all when its signature cannot be put there', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, `${signature.name}.part`));

    await expect(putFile(folder, file, signature)).rejects.toMatchObject(failure);

    expect(existsSync(join(folder, file.name))).toBe(false);
  });

  it('never stands beside the signature of another of its name', async () => {
    const folder = newFolder();
    await putFile(folder, file, signature);
    mkdirSync(join(folder, `${file.name}.part`));
    const next = { name: signature.name, content: Buffer.from('signature of two') };

    await expect(putFile(folder, { ...file, content: Buffer.from('<two/>') }, next)).rejects.toMatchObject(
      failure,
    );

    expect(readFileSync(join(folder, signature.name))).toEqual(next.content);
    expect(existsSync(join(folder, file.name))).toBe(false);
  });
});
