/** `node bench/capacity.mjs`: turns the measured unit costs of results/ into machines, and writes docs/capacity.md. Measures nothing. */
import { readFileSync, writeFileSync } from 'node:fs';

/** What is asked of the hub, from assumptions that stand on the page. */
const PLACES = [
  { name: 'a province', payments: 300_000, communes: 98 },
  { name: 'the country today', payments: 10_000_000, communes: 3_321 },
  { name: 'ten times the country', payments: 100_000_000, communes: 33_210 },
];
/** Before Tết two months and a gift are paid in three working days of ten hours; the busiest hour has three times the average. */
const TET = { rounds: 3, days: 3, hours: 10, peak: 3 };
const OFFICERS_PER_COMMUNE = 3;
const SECONDS_BETWEEN_VIEWS = 20;
/** An officer opens a person this often as a page of fifty. */
const VIEWS_PER_PAGE = 3;
/** Created, sent, settled, and what it means for its batch. */
const EVENTS_PER_PAYMENT = 4;
/** A payment's commune, its province and its institution listen. */
const LISTENERS_PER_EVENT = 3;
/** No core is planned to be busier. */
const BUSY_MAX = 0.5;
const YEARS_KEPT = 10;

const cost = (work, name) => {
  const { unitCosts } = JSON.parse(readFileSync(new URL(`results/${work}.json`, import.meta.url), 'utf8'));
  const value = unitCosts?.[name];
  if (typeof value !== 'number')
    throw new Error(`results/${work}.json has no ${name}: npm run bench -- ${work} --publish`);
  return value;
};

const units = {
  batched: [cost('payout', 'batchedMs'), cost('payout', 'batchedDatabaseMs')],
  single: [cost('payout', 'singleMs'), cost('payout', 'singleDatabaseMs')],
  view: [cost('unified-view', 'viewMs'), cost('unified-view', 'viewDatabaseMs')],
  page: [cost('unified-view', 'pageMs'), cost('unified-view', 'pageDatabaseMs')],
  lookUp: [cost('look-up', 'requestMs') / 1_000, cost('look-up', 'requestDatabaseMs') / 1_000],
  coverage: [cost('coverage', 'requestMs'), cost('coverage', 'requestDatabaseMs')],
  event: [cost('fan-out', 'eventMs'), 0],
  frame: [cost('fan-out', 'frameMs'), 0],
};
const CONNECTION_BYTES = cost('fan-out', 'connectionBytes');
const PAYMENT_BYTES = cost('payout', 'paymentBytes');

/** Calls a second in the busiest hour, by unit. */
function demandOf({ payments, communes }) {
  const paid = ((payments * TET.rounds) / (TET.days * TET.hours * 3_600)) * TET.peak;
  const officers = communes * OFFICERS_PER_COMMUNE;
  const views = officers / SECONDS_BETWEEN_VIEWS;
  return {
    single: paid,
    view: views,
    page: views / VIEWS_PER_PAGE,
    lookUp: paid,
    coverage: communes / 60,
    // Each listener may be another hub process's, which reads the event and joins its beneficiary for itself.
    event: paid * EVENTS_PER_PAYMENT * LISTENERS_PER_EVENT,
    frame: paid * EVENTS_PER_PAYMENT * LISTENERS_PER_EVENT,
  };
}

const NAMES = {
  single: 'payments, one POST each',
  view: 'views of a person',
  page: 'pages of fifty people',
  lookUp: 'accounts looked up',
  coverage: 'coverage of a province, with its communes',
  event: 'events joined for subscribers',
  frame: 'frames to subscribers',
};

function machinesOf(place) {
  const demand = demandOf(place);
  const cores = [0, 1].map((side) =>
    Object.entries(demand).reduce(
      (sum, [unit, perSecond]) => sum + (perSecond * units[unit][side]) / 1_000,
      0,
    ),
  );
  const sockets = place.communes * OFFICERS_PER_COMMUNE;
  return {
    demand,
    hubCores: cores[0],
    databaseCores: cores[1],
    hubs: Math.max(2, Math.ceil(cores[0] / BUSY_MAX)),
    databaseSize: Math.max(2, Math.ceil(cores[1] / BUSY_MAX)),
    socketMiB: (sockets * CONNECTION_BYTES) / 2 ** 20,
    diskGiB: (place.payments * 12 * YEARS_KEPT * PAYMENT_BYTES) / 2 ** 30,
  };
}

const number = (value) =>
  value >= 100 || Number.isInteger(value)
    ? Math.round(value).toLocaleString('en')
    : value >= 1
      ? value.toFixed(1)
      : value.toPrecision(2);
const table = (columns, rows) =>
  [columns, columns.map((_column, index) => (index ? '--:' : '---')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

const needs = PLACES.map((place) => ({ ...place, ...machinesOf(place) }));
const across = (row) => needs.map((need) => number(row(need)));
const columns = ['', ...PLACES.map(({ name }) => name)];

const page = `# Capacity

What a place needs, counted from the unit costs that [performance.md](performance.md) measures. Renewed by \`node bench/capacity.mjs\`;
a cost that was not measured is not on this page.

## What one of each costs

${table(
  ['one', 'hub CPU ms', 'database CPU ms'],
  [
    ...Object.entries(NAMES).map(([unit, name]) => [name, ...units[unit].map(number)]),
    ['payments in native batches of a thousand', ...units.batched.map(number)],
  ],
)}

A subscriber's connection holds ${number(CONNECTION_BYTES / 1024)} KiB of the hub's memory; a payment with its attempt, reports, receipts and events ${number(PAYMENT_BYTES / 1024)} KiB of disk,
indexes included.

## What is asked

Before Tết two months and a gift are paid in three working days of ten hours, and the busiest hour has three times the average: that hour is
planned for. Each commune has ${OFFICERS_PER_COMMUNE} officers; each looks at a person every ${SECONDS_BETWEEN_VIEWS} seconds and at a list at every ${VIEWS_PER_PAGE === 3 ? 'third' : VIEWS_PER_PAGE} look, and subscribes.
Every account is looked up before it is paid; a payment has ${EVENTS_PER_PAYMENT} events, each of which ${LISTENERS_PER_EVENT} subscribers hear, each at another hub process, which joins it for
itself. All payments are counted as single POSTs, the dearer way.

${table(columns, [
  ['payments a month', ...across(({ payments }) => payments)],
  ...Object.entries(NAMES).map(([unit, name]) => [
    `${name}, a second`,
    ...across(({ demand }) => demand[unit]),
  ]),
])}

## What it takes

${table(columns, [
  ['hub cores busy in that hour', ...across(({ hubCores }) => hubCores)],
  ['database cores busy in that hour', ...across(({ databaseCores }) => databaseCores)],
  [`hub processes, one core each, ${BUSY_MAX * 100} % busy (at least two)`, ...across(({ hubs }) => hubs)],
  [`database cores, ${BUSY_MAX * 100} % busy (at least two)`, ...across(({ databaseSize }) => databaseSize)],
  ['memory for subscribers, MiB', ...across(({ socketMiB }) => socketMiB)],
  [`disk for ${YEARS_KEPT} years, GiB`, ...across(({ diskGiB }) => diskGiB)],
])}

Hub processes share nothing but the database, so they are added one by one ([run-it-for-real.md](guides/run-it-for-real.md)). The database is one
primary: where its cores are more than one machine has, each province gets a database and a hub of its own, since a batch never leaves its area.
Adapters outside the hub and the institutions' own speed are not counted: \`paymentBatchProgress\` says which of them a batch waits for.
`;

writeFileSync(new URL('../docs/capacity.md', import.meta.url), page);
console.log('docs/capacity.md is renewed.');
