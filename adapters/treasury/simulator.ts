/** A Treasury office that speaks this profile over a book on disk. It never imports the adapter's wire, client or translation;
 *  vectors hold both to one protocol. */
import { startSimulator } from '../kit/simulator/index.js';
import type {
  CreateSimulator,
  SimulatorHandler,
  SimulatorReply,
  SimulatorRequest,
  SimulatorWorld,
} from '../kit/simulator/index.js';
import { settingsOf } from './demo-partnership.js';
import { readDocument, WrongDocument } from './simulator/document.js';
import { Gateway, settingsSchema } from './simulator/gateway.js';
import { OrderBook, type OrderState } from './simulator/order-book.js';

export const createSimulator: CreateSimulator = (options) =>
  startSimulator('treasury', options, speakTreasury);

const documentsPath = '/ttsp/v1/chung-tu';

function speakTreasury(world: SimulatorWorld): SimulatorHandler {
  const settings = settingsSchema.parse(settingsOf(world));
  const gateway = new Gateway(settings);
  const book = new OrderBook(world);

  return (request) => {
    const refusal = gateway.turnAway(request);
    if (refusal) return refusal;
    const key = keyOf(request);
    if (world.faults.strikes('rateLimited', key)) return { status: 429, body: 'too many requests' };
    if (world.faults.strikes('serverError', key)) return { status: 500, body: 'internal error' };
    const reply = route(request, book, world, settings.estimateAccount);
    if (reply.booked !== undefined && world.faults.strikes('serverErrorAfterBooking', reply.booked))
      return { status: 500, body: 'internal error', booked: reply.booked };
    return gateway.answer(request, reply, world.faults.strikes('wrongSignature', key));
  };
}

function route(
  { method, path, body }: SimulatorRequest,
  book: OrderBook,
  world: SimulatorWorld,
  estimateAccount: string,
): SimulatorReply {
  const reference = path.startsWith(`${documentsPath}/`) ? path.slice(documentsPath.length + 1) : undefined;
  if (method === 'GET' && reference !== undefined) return said(book.find(reference), world);
  if (method !== 'POST' || path !== documentsPath) return { status: 404, body: 'no such service' };
  try {
    const document = readDocument(body.toString('utf8'));
    const booked = world.ledger.entries.length;
    const state = book.take(document, document.estimateAccount === estimateAccount ? undefined : 'KS01');
    const isBooked = world.ledger.entries.length > booked;
    return { ...said(state, world), booked: isBooked ? document.reference : undefined };
  } catch (error) {
    if (!(error instanceof WrongDocument)) throw error;
    return { status: 400, body: error.message };
  }
}

function said(state: OrderState, { faults }: SimulatorWorld): SimulatorReply {
  const { reference, status, documentNumber, amount, at, reason } = state;
  const word = faults.strikes('unknownStatusWord', reference) ? 'CHO_XU_LY_LAI' : status;
  const lines = [`<SoThamChieu>${reference}</SoThamChieu>`, `<TrangThai>${word}</TrangThai>`];
  if (documentNumber !== undefined && amount !== undefined) {
    const named = faults.strikes('wrongAmount', reference) ? amount + 1 : amount;
    lines.push(
      `<SoChungTu>${documentNumber}</SoChungTu>`,
      `<NgayChungTu>${dayOf(at)}</NgayChungTu>`,
      `<SoTien loaiTien="VND">${named}</SoTien>`,
    );
  }
  if (reason) lines.push(`<LyDo><Ma>${reason.code}</Ma><DienGiai>${reason.text}</DienGiai></LyDo>`);
  lines.push(`<ThoiGian>${at}</ThoiGian>`);
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<KetQua xmlns="urn:ansinhhub:kbnn:ttsp:1">${lines.join('')}</KetQua>\n`;
  return { status: 200, headers: { 'content-type': 'application/xml; charset=utf-8' }, body };
}

/** The day in Asia/Ho_Chi_Minh. */
function dayOf(at: string): string {
  return new Date(Date.parse(at) + 7 * 3_600_000).toISOString().slice(0, 10);
}

/** What the draw of a fault is keyed by: the order, so that the sequence of requests does not matter. */
function keyOf({ path, body }: SimulatorRequest): string {
  return /<SoThamChieu>([^<]+)</.exec(body.toString('utf8'))?.[1] ?? path.split('/').at(-1) ?? path;
}
