/** A bank that speaks the Agribank side of this ISO 20022 host-to-host profile over a book on disk. It never imports the
 *  adapter's wire, client or translation, nor the shared ISO 20022 code; vectors hold both to one protocol. */
import { startSimulator } from '../kit/simulator/index.js';
import type {
  CreateSimulator,
  SimulatorHandler,
  SimulatorReply,
  SimulatorRequest,
  SimulatorWorld,
} from '../kit/simulator/index.js';
import { settingsOf } from './demo-partnership.js';
import { CoreBank } from './simulator/core-bank.js';
import { watchFolder } from './simulator/drop-folder.js';
import { Gateway, settingsSchema } from './simulator/gateway.js';
import { Outbox } from './simulator/outbox.js';
import { FileRefusal, readInstructionFile, readVerificationQuestion } from './simulator/read-messages.js';
import {
  notReceivedReport,
  statement,
  statusReport,
  verificationReport,
} from './simulator/write-messages.js';
import type { Transfer } from './simulator/write-messages.js';

export const createSimulator: CreateSimulator = (options) =>
  startSimulator('agribank', options, speakAgribank);

function speakAgribank(world: SimulatorWorld): SimulatorHandler {
  const settings = settingsSchema.parse(settingsOf(world));
  const gateway = new Gateway(settings);
  const outbox = new Outbox(world, gateway, settings);
  const bank = new CoreBank(world, outbox);
  if (settings.dropFolder) {
    watchFolder(settings.dropFolder, gateway, world, (content) => {
      const { body, booked = 'file' } = takeFile(content.toString('utf8'), bank, world);
      outbox.put('pain.002', String(body), booked);
    });
  }

  return (request) => {
    if (request.path === '/__bank/returns') return giveBack(bank, request);
    const isFile = request.path === '/h2h/v1/files';
    const refusal = gateway.turnAway(request) ?? (isFile ? gateway.turnAwayFile(request) : undefined);
    if (refusal) return refusal;
    const key = keyOf(request);
    if (world.faults.strikes('rateLimited', key)) return { status: 429, body: 'too many requests' };
    if (world.faults.strikes('serverError', key)) return { status: 500, body: 'internal error' };
    const reply = route(request, bank, outbox, world);
    if (reply.booked !== undefined && world.faults.strikes('serverErrorAfterBooking', reply.booked))
      return { status: 500, body: 'internal error', booked: reply.booked };
    return gateway.answer(request, reply, world.faults.strikes('wrongSignature', key));
  };
}

function route(
  { method, path, body }: SimulatorRequest,
  bank: CoreBank,
  outbox: Outbox,
  world: SimulatorWorld,
): SimulatorReply {
  const [, , , what, name = '', part] = path.split('/');
  const text = body.toString('utf8');
  switch (`${method} ${what}${part ? `/${part}` : ''}`) {
    case 'POST files':
      return takeFile(text, bank, world);
    case 'GET payments':
      return xml(200, statusOf(decodeURIComponent(name), bank, world));
    case 'POST verifications':
      return verify(text, bank);
    case 'GET statements': {
      const file = statement(name, bank.statementLines);
      return file === undefined ? { status: 404, body: 'no statement of that day' } : xml(200, file);
    }
    case 'GET outbox':
      if (name === '') return json(200, { files: outbox.names() });
      return readOutbox(outbox, decodeURIComponent(name));
    case 'PUT outbox/receipt':
      outbox.receive(decodeURIComponent(name));
      return { status: 204 };
    default:
      return { status: 404, body: 'no such service' };
  }
}

function readOutbox(outbox: Outbox, name: string): SimulatorReply {
  const content = outbox.read(name);
  return content === undefined ? { status: 404, body: 'no such file' } : xml(200, content);
}

function takeFile(text: string, bank: CoreBank, world: SimulatorWorld): SimulatorReply {
  try {
    const file = readInstructionFile(text);
    const transfers = bank.take(file);
    const rejected = transfers.filter(({ status }) => status === 'RJCT').length;
    const groupStatus = rejected === 0 ? 'ACTC' : rejected === transfers.length ? 'RJCT' : 'PART';
    const reported = transfers.map((transfer) => misreport(transfer, world));
    const report = { originalMessageId: file.messageId, groupStatus, transfers: reported };
    const booked = transfers.find(({ status }) => status !== 'RJCT')?.endToEndId;
    return { ...xml(200, statusReport(report)), booked };
  } catch (refusal) {
    if (!(refusal instanceof FileRefusal)) throw refusal;
    const report = {
      originalMessageId: refusal.messageId,
      groupStatus: 'RJCT',
      groupReason: refusal.code,
      transfers: [],
    };
    return xml(200, statusReport(report));
  }
}

function statusOf(endToEndId: string, bank: CoreBank, world: SimulatorWorld): string {
  const transfer = bank.find(endToEndId);
  if (transfer === undefined) return notReceivedReport(endToEndId);
  return statusReport({ originalMessageId: 'NOTPROVIDED', transfers: [misreport(transfer, world)] });
}

function misreport(transfer: Transfer, { faults }: SimulatorWorld): Transfer {
  const status = faults.strikes('unknownStatusWord', transfer.endToEndId) ? 'ZZZZ' : transfer.status;
  const amount = faults.strikes('wrongAmount', transfer.endToEndId) ? transfer.amount + 1 : transfer.amount;
  return { ...transfer, status, amount };
}

function verify(text: string, bank: CoreBank): SimulatorReply {
  try {
    return xml(200, verificationReport(bank.verify(readVerificationQuestion(text))));
  } catch (refusal) {
    if (!(refusal instanceof FileRefusal)) throw refusal;
    return { status: 400, body: refusal.code };
  }
}

/** Not of the protocol: what a teller does, for tests and demos (`{"reference":"…","reason":"AC04"}`). */
function giveBack(bank: CoreBank, { body }: SimulatorRequest): SimulatorReply {
  const { reference, reason } = JSON.parse(body.toString('utf8')) as { reference: string; reason: string };
  return { status: bank.giveBack(reference, reason) ? 204 : 409 };
}

/** What the draw of a fault is keyed by: the payment where the request names one, so that order does not matter. */
function keyOf({ path, body }: SimulatorRequest): string {
  const reference = /<EndToEndId>([^<]+)</.exec(body.toString('utf8'))?.[1];
  return reference ?? path;
}

function xml(status: number, body: string | Buffer): SimulatorReply {
  return { status, headers: { 'content-type': 'application/xml; charset=utf-8' }, body };
}

function json(status: number, value: unknown): SimulatorReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
