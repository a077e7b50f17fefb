/** An interbank switch that speaks this ISO 20022 profile over a book on disk. It never imports the adapter's wire, client or
 *  translation, nor the shared ISO 20022 code; vectors hold both to one protocol. */
import { startSimulator } from '../kit/simulator/index.js';
import type {
  CreateSimulator,
  SimulatorHandler,
  SimulatorReply,
  SimulatorRequest,
  SimulatorWorld,
} from '../kit/simulator/index.js';
import { settingsOf } from './demo-partnership.js';
import { Gateway, settingsSchema, tokenPath } from './simulator/gateway.js';
import {
  MessageRefusal,
  readAccountQuestion,
  readInstruction,
  readStatusQuestion,
} from './simulator/read-messages.js';
import { SwitchBook } from './simulator/switch-book.js';
import {
  accountReport,
  notReceivedReport,
  statement,
  statusReport,
  type Transfer,
} from './simulator/write-messages.js';

export const createSimulator: CreateSimulator = (options) => startSimulator('napas', options, speakNapas);

function speakNapas(world: SimulatorWorld): SimulatorHandler {
  const gateway = new Gateway(settingsSchema.parse(settingsOf(world)));
  const book = new SwitchBook(world, gateway);

  return (request) => {
    if (request.path === '/__bank/returns') return giveBack(book, request);
    if (request.path === tokenPath) return gateway.giveToken(request);
    const refusal = gateway.turnAway(request);
    if (refusal) return refusal;
    const key = keyOf(request);
    if (world.faults.strikes('rateLimited', key))
      return { status: 429, body: 'Request API Over Quota Limit' };
    if (world.faults.strikes('serverError', key)) return { status: 500, body: 'Internal server error' };
    book.noteCallback(String(request.headers['x-callback-url'] ?? ''));
    const reply = answer(request, book, world);
    if (reply.booked !== undefined && world.faults.strikes('serverErrorAfterBooking', reply.booked))
      return { status: 500, body: 'Internal server error', booked: reply.booked };
    return gateway.answer(request, reply, world.faults.strikes('wrongSignature', key));
  };
}

function answer(request: SimulatorRequest, book: SwitchBook, world: SimulatorWorld): SimulatorReply {
  const { method, path, headers, body } = request;
  const text = body.toString('utf8');
  const day = /^\/api\/ibft\/v1\/statements\/(\d{4}-\d{2}-\d{2})$/.exec(path)?.[1];
  if (method === 'GET' && day !== undefined) return xml(statement(day, book.statementLines));
  if (method !== 'POST' || path !== '/api/ibft/v1/messages') return { status: 404, body: 'no such service' };
  try {
    switch (headers['x-message']) {
      case 'pacs.008.001.08':
        return transfer(text, book, world);
      case 'pacs.028.001.03':
        return xml(statusOf(text, book, world));
      case 'acmt.023.001.03':
        return xml(accountReport(book.verify(readAccountQuestion(text))));
      default:
        return { status: 400, body: 'X-Message wrong formats' };
    }
  } catch (refusal) {
    if (!(refusal instanceof MessageRefusal)) throw refusal;
    return xml(statusReport({ originalMessageId: refusal.messageId, groupReason: refusal.code }));
  }
}

function transfer(text: string, book: SwitchBook, world: SimulatorWorld): SimulatorReply {
  const instruction = readInstruction(text);
  const taken = book.take(instruction);
  const report = statusReport({
    originalMessageId: instruction.messageId,
    transfer: misreport(taken, world),
  });
  return { ...xml(report), booked: taken.status === 'RJCT' ? undefined : taken.endToEndId };
}

function statusOf(text: string, book: SwitchBook, world: SimulatorWorld): string {
  const { endToEndId } = readStatusQuestion(text);
  const known = book.find(endToEndId);
  if (known === undefined) return notReceivedReport(endToEndId);
  return statusReport({ originalMessageId: known.messageId, transfer: misreport(known, world) });
}

function misreport(known: Transfer, { faults }: SimulatorWorld): Transfer {
  const status = faults.strikes('unknownStatusWord', known.endToEndId) ? 'ZZZZ' : known.status;
  const amount = faults.strikes('wrongAmount', known.endToEndId) ? known.amount + 1 : known.amount;
  return { ...known, status, amount };
}

/** Not of the protocol: what a receiver's bank does, for tests and demos (`{"reference":"…","reason":"AC04"}`). */
function giveBack(book: SwitchBook, { body }: SimulatorRequest): SimulatorReply {
  const { reference, reason } = JSON.parse(body.toString('utf8')) as { reference: string; reason: string };
  return { status: book.giveBack(reference, reason) ? 204 : 409 };
}

/** What the draw of a fault is keyed by: the payment where the request names one, so that order does not matter. */
function keyOf({ path, body }: SimulatorRequest): string {
  return /<(?:Orgnl)?EndToEndId>([^<]+)</.exec(body.toString('utf8'))?.[1] ?? path;
}

function xml(body: string): SimulatorReply {
  return { status: 200, headers: { 'content-type': 'application/xml; charset=utf-8' }, body };
}
