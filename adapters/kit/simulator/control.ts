/** The simulator's control endpoints: how a demo seeds it, how a test reads its book and tells it to misbehave. */
import type { FaultPlan, Faults } from './faults.js';
import type { Ledger, LedgerEntry } from './ledger.js';
import type { Registry, SimulatedAccount, SimulatedCitizen, SimulatedRecipient } from './registry.js';
import type { SimulatorReply, SimulatorRequest } from './simulator.js';

export interface Controlled {
  readonly name: string;
  readonly ledger: Ledger;
  readonly accounts: Registry<SimulatedAccount>;
  readonly citizens: Registry<SimulatedCitizen>;
  readonly recipients: Registry<SimulatedRecipient>;
  readonly faults: FaultPlan;
  goDown(forMs: number): void;
  expireCertificate(forMs: number): void;
  /** From now on nothing that is answered or told leaves any more: the last second before a crash that loses it.
   *  @returns each file of the book and how long it was at this moment */
  loseFromNowOn(): Readonly<Record<string, number>>;
}

export const controlPath = '/__simulator/';

export function control(simulator: Controlled, request: SimulatorRequest): SimulatorReply {
  const what = `${request.method} ${request.path.slice(controlPath.length)}`;
  try {
    switch (what) {
      case 'GET health':
        return json(200, {
          name: simulator.name,
          pid: process.pid,
          bookings: simulator.ledger.entries.length,
        });
      case 'GET ledger':
        return json(200, ledgerPage(simulator.ledger, request.query));
      case 'POST bookings':
        // What its own people book, whatever it has said: the hub is told by whoever plays them.
        simulator.ledger.bookAll(rows<LedgerEntry>(request.body));
        return json(200, { bookings: simulator.ledger.entries.length });
      case 'GET faults':
        return json(200, simulator.faults.current);
      case 'GET strikes':
        return json(200, simulator.faults.struck);
      case 'POST last-second':
        return json(200, simulator.loseFromNowOn());
      case 'PUT faults':
        return changeFaults(simulator, request);
      case 'POST accounts':
        simulator.accounts.put(rows<SimulatedAccount>(request.body));
        return json(200, { accounts: simulator.accounts.size });
      case 'POST citizens':
        simulator.citizens.put(rows<SimulatedCitizen>(request.body));
        return json(200, { citizens: simulator.citizens.size });
      case 'POST recipients':
        simulator.recipients.put(rows<SimulatedRecipient>(request.body));
        return json(200, { recipients: simulator.recipients.size });
      default:
        return json(404, { error: `no control endpoint ${what}` });
    }
  } catch (error) {
    return json(400, { error: String(error) });
  }
}

/** `after` is how many entries the reader has already. */
function ledgerPage(ledger: Ledger, query: URLSearchParams): object {
  const after = Number(query.get('after') ?? 0);
  return { count: ledger.entries.length, entries: ledger.entries.slice(after) };
}

function changeFaults(simulator: Controlled, request: SimulatorRequest): SimulatorReply {
  const faults = simulator.faults.change(JSON.parse(request.body.toString('utf8')));
  const { downForMs, expiredCertificateForMs } = JSON.parse(request.body.toString('utf8')) as Partial<Faults>;
  if (downForMs) simulator.goDown(downForMs);
  if (expiredCertificateForMs) simulator.expireCertificate(expiredCertificateForMs);
  return json(200, faults);
}

/** A JSON array, or JSON lines. */
function rows<Row>(body: Buffer): Row[] {
  const text = body.toString('utf8').trim();
  if (text.startsWith('[')) return JSON.parse(text) as Row[];
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Row);
}

function json(status: number, value: unknown): SimulatorReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
