/** One of the examples' programs as a process of its own, with everything that it has printed. */
import { type ChildProcess, spawn } from 'node:child_process';

import type { Language } from './languages.js';

export interface ProgramOptions {
  readonly language: Language;
  readonly program: 'adapter' | 'attack' | 'bank';
  readonly args?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

const LINE_TIMEOUT_MS = 20_000;

export class ExampleProgram {
  stdout = '';
  stderr = '';
  private readonly child: ChildProcess;
  private readonly closed: Promise<number | null>;

  constructor({ language, program, args = [], environment }: ProgramOptions) {
    const [command, ...first] = language.command(program);
    const { NODE_OPTIONS: _ofJest, ...inherited } = process.env;
    const env = { ...inherited, NO_PROXY: 'localhost,127.0.0.1', ...environment };
    const child = spawn(command, [...first, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => (this[name] += text));
    this.closed = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
  }

  /** What the first line that fits has in its group. @throws Error with what it printed when it ends before, or takes too long */
  async until(line: RegExp): Promise<string> {
    const late = AbortSignal.timeout(LINE_TIMEOUT_MS);
    for (;;) {
      const found = line.exec(this.stdout)?.[1];
      if (found !== undefined) return found;
      if (late.aborted || this.child.exitCode !== null)
        throw new Error(`${String(line)} is not printed:\n${this.stdout}${this.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Resolves with the exit code when it has ended by itself. */
  end(): Promise<number | null> {
    return this.closed;
  }

  /** Resolves with the exit code, or null where the signal has ended it. Safe to repeat. */
  stop(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.closed;
  }
}
