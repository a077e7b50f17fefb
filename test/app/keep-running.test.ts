import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

import { afterEach, describe, expect, it } from '@jest/globals';

import { type Keeper, keepRunning, type KeptProcess } from '../../src/app/keep-running.js';

const LIVES_ON = 'setInterval(() => undefined, 1000)';
const DIES_AT_ONCE = 'process.exit(1)';

/** A process whose next lives run what they are told to. */
class Killable implements KeptProcess {
  readonly name = 'the process';
  child: ChildProcess | undefined;
  lives = 0;
  program = LIVES_ON;

  isRunning(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  async restart(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.lives += 1;
    this.child = spawn(process.execPath, ['-e', this.program]);
    await once(this.child, 'spawn');
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined || !this.isRunning()) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

let kept: Killable;
let keeper: Keeper;

function keep(options: { readonly attemptsMax?: number } = {}) {
  kept = new Killable();
  const news: string[] = [];
  let hear: (word: string) => void = () => undefined;
  const tell = (word: string): void => {
    news.push(word);
    hear(word);
  };
  const begin = async (): Promise<void> => {
    await kept.restart(new AbortController().signal);
    keeper = keepRunning(kept, {
      retryDelayMsMin: 1,
      ...options,
      onTrouble: (_name, { attempt }) => tell(`try ${attempt}`),
      onRestarted: () => tell('runs'),
      onGivenUp: ({ message }) => tell(message),
    });
  };
  const heard = (wanted: string | RegExp): Promise<void> =>
    new Promise((resolve) => {
      hear = (word) => word.match(wanted) && resolve();
      news.forEach((word) => hear(word));
    });
  return { begin, news, heard };
}

afterEach(async () => {
  await keeper.stop();
  await kept.kill();
});

describe('a process that the hub cannot do without', () => {
  it('is started again when it was killed', async () => {
    const { begin, news, heard } = keep();
    await begin();

    await kept.kill();
    await heard('runs');

    expect(news).toEqual(['try 1', 'runs']);
    expect(kept).toMatchObject({ lives: 2 });
    expect(kept.isRunning()).toBe(true);
  });

  it('is given up when it does not start', async () => {
    const { begin, news, heard } = keep({ attemptsMax: 3 });
    await begin();
    kept.restart = () => Promise.reject(new Error('the disk is full'));

    await kept.kill();
    await heard(/hub ends/);

    const words = 'The hub ends: the process does not come back (3 tries): the disk is full';
    expect(news).toEqual(['try 1', 'try 2', 'try 3', words]);
  });

  it('is given up when it dies again right after each start', async () => {
    const { begin, news, heard } = keep({ attemptsMax: 3 });
    await begin();
    kept.program = DIES_AT_ONCE;

    await kept.kill();
    await heard(/hub ends/);

    expect(news.slice(0, -1)).toEqual(['try 1', 'runs', 'try 2', 'runs', 'try 3', 'runs']);
    expect(news.at(-1)).toMatch(/it dies again right after its start/);
    expect(kept.lives).toBe(4);
  });

  it('is left alone once the hub stops, also in the middle of a restart', async () => {
    const { begin, news, heard } = keep();
    await begin();
    kept.restart = (signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    await kept.kill();
    await heard('try 1');

    await keeper.stop();

    expect(news).toEqual(['try 1']);
    expect(kept.isRunning()).toBe(false);
  });
});
