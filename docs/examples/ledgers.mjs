/** What the demo's banks and wallets have really booked, by their own ledgers: to hold against what the hub calls settled. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(process.env.HUB_DATA_DIR ?? '.hub', 'simulators');
// The Treasury's book is about batches: what it moved, the banks and wallets pay out.
const books = readdirSync(folder)
  .filter((system) => system !== 'treasury')
  .map((system) => ({ system, file: join(folder, system, 'ledger.jsonl') }))
  .filter(({ file }) => existsSync(file))
  .map(({ system, file }) => ({
    system,
    bookings: readFileSync(file, 'utf8').trim().split('\n').filter(Boolean),
  }))
  .map(({ system, bookings }) => ({ system, bookings: bookings.map((line) => JSON.parse(line)) }));

let total = 0;
for (const { system, bookings } of books) {
  const amount = bookings.reduce((sum, booking) => sum + Number(booking.amount), 0);
  const twice = bookings.length - new Set(bookings.map(({ reference }) => reference)).size;
  total += amount;
  console.log(
    `${system}: ${bookings.length} bookings, ${amount.toLocaleString('vi-VN')} đ, booked twice: ${twice}`,
  );
}
console.log(`together: ${total.toLocaleString('vi-VN')} đ`);
