/** Asks the hub one of the worked operations and prints the answer:
 *  node docs/examples/ask.mjs demo-officer unified-view '{"id":"ben_…"}' */
import { fetchToken, hubUrl, purposeOf, readOperation } from './hub.mjs';

const [client, operation, variables = '{}'] = process.argv.slice(2);
if (operation === undefined) throw new Error('Say who asks, and what: ask.mjs demo-officer viewer');
const purpose = purposeOf(client);
const response = await fetch(`${hubUrl()}/graphql`, {
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json',
    authorization: `Bearer ${await fetchToken(client)}`,
    ...(purpose ? { 'purpose-of-use': purpose } : {}),
  },
  body: JSON.stringify({ query: readOperation(operation), variables: JSON.parse(variables) }),
});
const { data, errors } = await response.json();
for (const { message, path, extensions } of errors ?? []) {
  console.error(`${extensions.code}${path ? ` at ${path.join('.')}` : ''}: ${message}`);
  process.exitCode = 1;
}
if (data) console.log(JSON.stringify(data, null, 2));
