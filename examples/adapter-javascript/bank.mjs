/** The toy bank: the outside system, in a process and with a ledger of its own, so that it lives on when the adapter dies.
 *
 *      node bank.mjs LEDGER PORT [--lose-every N]
 *
 *  It refuses a reference that it has booked before, as its (imagined) documents say, and can be asked by reference. With
 *  --lose-every it books every N-th order and hangs up instead of answering, as networks do. */
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { parseArgs } from 'node:util';

import { Lines } from './lines.mjs';

const LIMIT = 500_000_000;

class Ledger {
  /** An adapter that asks before it sends again has none of these. */
  repeats = 0;
  #lines;

  constructor(path) {
    this.#lines = new Lines(path);
  }

  get bookings() {
    return this.#lines.entries;
  }

  find(reference) {
    return this.bookings.find((booking) => booking.reference === reference);
  }

  /** Books it unless its reference is known. Returns the booking, or undefined. */
  book({ reference, account, amount }) {
    if (this.find(reference)) {
      this.repeats += 1;
      return undefined;
    }
    const externalReference = `TB${String(this.bookings.length + 1).padStart(8, '0')}`;
    const booking = { reference, account, amount, externalReference, bookedAt: new Date().toISOString() };
    this.#lines.append(booking);
    return booking;
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'lose-every': { type: 'string', default: '0' } },
});
const [path, port] = positionals;
if (port === undefined) throw new Error('Name the ledger and the port: bank.mjs LEDGER PORT');
const ledger = new Ledger(path);
const loseEvery = Number(values['lose-every']);

/** The status and the answer; undefined where the bank hangs up. */
async function answer(request) {
  if (request.method === 'POST') {
    const order = await json(request);
    if (order.amount > LIMIT) return [422, { state: 'REFUSED', code: 'LIMIT' }];
    const booking = ledger.book(order);
    if (booking === undefined) return [409, { state: 'KNOWN' }];
    if (loseEvery > 0 && ledger.bookings.length % loseEvery === 0) return undefined;
    return [200, { state: 'CREDITED', ...booking }];
  }
  const [, kind, name = ''] = request.url.split('/').map(decodeURIComponent);
  if (kind === 'transfers') {
    const booking = ledger.find(name);
    return [200, booking ? { state: 'CREDITED', ...booking } : { state: 'NEVER_RECEIVED' }];
  }
  // A toy: whoever is asked about has an account here.
  if (kind === 'accounts') return [200, { state: 'OPEN' }];
  if (kind === 'ledger') return [200, { bookings: ledger.bookings, repeats: ledger.repeats }];
  return [404, {}];
}

const server = createServer(async (request, response) => {
  const given = await answer(request);
  if (given === undefined) return request.socket.destroy();
  response.writeHead(given[0], { 'content-type': 'application/json' });
  response.end(JSON.stringify(given[1]));
});
server.listen(Number(port), '127.0.0.1', () =>
  console.log(`The toy bank listens on http://127.0.0.1:${server.address().port}`),
);
