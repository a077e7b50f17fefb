/** Follows one of the worked subscriptions, a line an event, until Ctrl-C. It goes on from the last cursor that it has dealt
 *  with, whatever breaks: the connection, the hub, or its own pace.
 *  node docs/examples/watch.mjs demo-monitor watch-payment-events '{"filter":{"area":"37"}}' */
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { fetchToken, hubUrl, purposeOf, readOperation } from './hub.mjs';

const [client, operation, text = '{}'] = process.argv.slice(2);
if (operation === undefined)
  throw new Error('Say who watches, and what: watch.mjs demo-monitor watch-payment-events');
const query = readOperation(operation);
let variables = JSON.parse(text);

for (;;) {
  try {
    await follow();
  } catch (error) {
    // What the hub says about the subscription is a list of errors, what befalls the connection a close event.
    if (Array.isArray(error)) goOnAfter(error[0]);
    else console.error(`Not connected (${error.reason || error.code || error.message}): trying again`);
  }
  await delay(1_000);
}

async function follow() {
  const hub = createClient({
    url: `${hubUrl().replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: async () => ({
      authorization: `Bearer ${await fetchToken(client)}`,
      purposeOfUse: purposeOf(client),
    }),
    // The loop above comes back by itself, with its newest cursor.
    retryAttempts: 0,
  });
  try {
    for await (const { data, errors } of hub.iterate({ query, variables })) {
      if (!data) throw errors;
      // A source that is away costs its fields of this event, not the event.
      for (const { message } of errors ?? []) console.error(message);
      const [event] = Object.values(data);
      console.log(JSON.stringify(event));
      if (event.cursor) variables = { ...variables, after: event.cursor };
    }
  } finally {
    await hub.dispose();
  }
}

/** Too slow: go on from where the hub says. Its database away: try again. Anything else is for a person. */
function goOnAfter({ message, extensions }) {
  console.error(`${extensions.code}: ${message}`);
  if (extensions.code === 'LAGGED') variables = { ...variables, after: extensions.cursor };
  else if (extensions.code !== 'SOURCE_UNAVAILABLE') process.exit(1);
}
