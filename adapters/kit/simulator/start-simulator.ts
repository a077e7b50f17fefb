/** The shell of every simulator: an HTTP server on 127.0.0.1 with a book on disk, faults and control endpoints. */
import { setMaxListeners } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { Messenger } from './call-back.js';
import { control, controlPath } from './control.js';
import { FaultPlan } from './faults.js';
import { openFrontDoor } from './front-door.js';
import { Journal } from './journal.js';
import { Ledger } from './ledger.js';
import {
  Registry,
  type SimulatedAccount,
  type SimulatedCitizen,
  type SimulatedRecipient,
} from './registry.js';
import type {
  Simulator,
  SimulatorHandler,
  SimulatorOptions,
  SimulatorReply,
  SimulatorWorld,
} from './simulator.js';

const bodyBytesMax = 64 * 1024 * 1024;

/** Starts a simulator and resolves when it listens.
 *  @param speak gives the handler of the institution's protocol; takes up what an earlier run left unfinished. */
export async function startSimulator(
  name: string,
  options: SimulatorOptions,
  speak: (world: SimulatorWorld) => SimulatorHandler,
): Promise<Simulator> {
  const { dataDir } = options;
  mkdirSync(dataDir, { recursive: true });
  const stopping = new AbortController();
  // Each callback under way listens for the end.
  setMaxListeners(0, stopping.signal);
  const closers: { close(): void }[] = [];
  const closing = <Closer extends { close(): void }>(closer: Closer): Closer => {
    closers.push(closer);
    return closer;
  };
  const files = [join(dataDir, 'ledger.jsonl')];
  const ledger = closing(new Ledger(join(dataDir, 'ledger.jsonl'), () => faults.note('bookedAgain')));
  const accounts = closing(
    new Registry<SimulatedAccount>(join(dataDir, 'accounts.jsonl'), (account) => account.number),
  );
  const citizens = closing(
    new Registry<SimulatedCitizen>(join(dataDir, 'citizens.jsonl'), (citizen) => citizen.personalId),
  );
  const recipients = closing(
    new Registry<SimulatedRecipient>(
      join(dataDir, 'recipients.jsonl'),
      ({ personalId, benefit }) => `${personalId} ${benefit}`,
    ),
  );
  const faults = new FaultPlan(join(dataDir, 'faults.json'), options.seed ?? 1, options.faults);
  const messenger = new Messenger(faults, stopping.signal);
  let isLost = false;
  const timers = timersOf(name);
  const { later } = timers;
  const handler = speak({
    dataDir,
    settings: options.settings ?? storedSettings(dataDir),
    ledger,
    accounts,
    citizens,
    recipients,
    faults,
    journal: <Entry>(file: string) => {
      files.push(join(dataDir, `${file}.jsonl`));
      return closing(new Journal<Entry>(join(dataDir, `${file}.jsonl`)));
    },
    later,
    callBack: (call) => {
      if (!isLost) later(0, () => messenger.send(call));
    },
  });

  const door = await openFrontDoor(options.port ?? 0, {
    onRequest: (incoming, response) => void answer(incoming, response),
    onExpiredEnded: (isTrusted) =>
      faults.note(isTrusted ? 'expiredCertificateTrusted' : 'expiredCertificate'),
  });
  const controlled = {
    ...{ name, ledger, accounts, citizens, recipients, faults },
    goDown: (forMs: number) => {
      // A moment for the control's own answer; then nobody gets through until the time is over.
      later(5, async () => {
        await door.shut();
        faults.note('down');
      });
      later(forMs, () => door.open());
    },
    expireCertificate: (forMs: number) => {
      later(5, () => door.showCertificate('expired'));
      later(forMs, () => door.showCertificate('valid'));
    },
    loseFromNowOn: () => {
      isLost = true;
      return Object.fromEntries(files.map((file) => [file, existsSync(file) ? statSync(file).size : 0]));
    },
  };

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await readBody(incoming);
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://simulator');
      const request = {
        method: incoming.method ?? 'GET',
        path: pathname,
        query: searchParams,
        headers: incoming.headers,
        body,
      };
      if (pathname.startsWith(controlPath)) return send(response, control(controlled, request));
      if (faults.strikes('dropBeforeBooking', pathname)) return void incoming.socket.destroy();
      const reply = await handler(request);
      if (faults.current.delayMs > 0) await delay(faults.current.delayMs);
      if (faults.strikes('late', reply.booked ?? pathname)) await delay(faults.current.lateMs);
      // What is answered now will never have been said.
      if (isLost) return;
      if (reply.booked !== undefined && faults.strikes('dropReplyAfterBooking', reply.booked)) {
        return void incoming.socket.destroy();
      }
      send(response, reply);
    } catch (error) {
      complain(name, error);
      send(response, { status: 500, body: 'simulator failed' });
    }
  }

  return {
    name,
    url: `http://127.0.0.1:${door.port}`,
    port: door.port,
    ledger,
    accounts,
    citizens,
    recipients,
    faults,
    stop: async () => {
      stopping.abort();
      timers.clear();
      await door.shut();
      for (const closer of closers.splice(0)) closer.close();
    },
  };
}

function send(response: ServerResponse, { status, headers, body }: SimulatorReply): void {
  if (response.destroyed || response.headersSent) return;
  // Of known length the answer leaves whole; otherwise it would go in chunks, at twice the cost for both sides.
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...length });
  response.end(body);
}

function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > bodyBytesMax) reject(new Error(`body above ${bodyBytesMax} bytes`));
      else chunks.push(chunk);
    });
    incoming.once('end', () => resolve(Buffer.concat(chunks)));
    incoming.once('error', reject);
  });
}

interface Timers {
  readonly later: SimulatorWorld['later'];
  clear(): void;
}

function timersOf(name: string): Timers {
  const timers = new Set<NodeJS.Timeout>();
  let isStopped = false;
  return {
    later: (delayMs, work) => {
      const run = async () => {
        timers.delete(timer);
        try {
          await work();
        } catch (error) {
          if (!isStopped) complain(name, error);
        }
      };
      const timer = setTimeout(() => void run(), delayMs);
      timers.add(timer);
    },
    clear: () => {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** A simulator is a process of its own and serves no real person: its troubles go to the console whole. */
function complain(name: string, error: unknown): void {
  process.stderr.write(`simulator ${name}: ${inspect(error)}\n`);
}

function storedSettings(dataDir: string): Record<string, unknown> {
  const file = join(dataDir, 'settings.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
}
