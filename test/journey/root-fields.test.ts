import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { buildSchema } from 'graphql';

import { formatId } from '../../src/values/index.js';
import type { Answer } from '../http/graphql-request.js';
import type { Data, HubClient } from '../setup/hub-client.js';
import { checkProvince, createBatch, periodOf } from '../setup/province-payout.js';
import { RunningHub } from '../setup/running-hub.js';
import { readText } from '../architecture/source-file.js';
import { CLIENTS, rootFieldTable, type RootFieldRow, type Subjects } from './root-field-table.js';

const hub = new RunningHub({ people: 80 });
let table: readonly RootFieldRow[];

beforeAll(async () => {
  await hub.start();
  await checkProvince(hub);
  const batch = (await createBatch(hub, periodOf(0)))!;
  table = rootFieldTable(await findSubjects(batch['id'] as string));
}, 120_000);

afterAll(() => hub.remove(), 60_000);

/** Somebody in the batch who is paid through BIDV and does not live in the commune of the demo's commune officer. */
async function findSubjects(bat: string): Promise<Subjects> {
  const [found] = await hub.rows<{ pay: string; ben: string; acc: string; personal_id: string }>(`
    SELECT p.id AS pay, p.beneficiary_id AS ben, p.account_id AS acc, who.personal_id
    FROM payment.payment p JOIN social_protection.person who USING (citizen_id)
    WHERE p.institution_code = 'BIDV' AND p.receiver_citizen_id = p.citizen_id AND p.area_id NOT IN
      (SELECT id FROM social_protection.administrative_unit WHERE code = '13285') LIMIT 1`);
  const { pay, ben, acc, personal_id: personalId } = found!;
  return { bat, personalId, pay: formatId('pay', pay), ben: formatId('ben', ben), acc: formatId('acc', acc) };
}

/** Who holds several purposes names one; the others have one. */
const PURPOSES: Readonly<Record<string, string>> = {
  ...{ 'demo-officer': 'PAYMENT_PREPARATION', 'demo-commune-officer': 'PAYMENT_PREPARATION' },
  'demo-approver': 'PAYMENT_PREPARATION',
};

const INTROSPECTION = '{ __schema { types { name fields { name } } } }';
const ROOTS = ['Query', 'Mutation', 'Subscription'];

describe('the root fields', () => {
  it('are all in the table', async () => {
    const client = await hub.client('demo-officer');
    const { __schema: schema } = await client.ask(INTROSPECTION);

    const fields = ((schema as Data)['types'] as Data[])
      .filter(({ name }) => ROOTS.includes(name as string))
      .flatMap((type) => (type['fields'] as Data[]).map(({ name }) => name as string));

    expect(table.map(({ field }) => field).sort()).toEqual(fields.sort());
  });

  it.each(CLIENTS)(
    'do for %s what its role allows',
    async (name) => {
      const client = await hub.client(name, PURPOSES[name]);

      const outcomes = await outcomesOf(client);

      expect(outcomes).toEqual(Object.fromEntries(table.map((row) => [row.document, row.outcomes[name]])));
    },
    60_000,
  );

  it.each(['institutions', 'programmes'])(
    'find each of the %s again by its id',
    async (root) => {
      const client = await hub.client('demo-monitor');
      const { [root]: all } = await client.ask(`{ ${root} { __typename id name } }`);

      for (const one of all as Data[]) {
        const { node } = await client.ask(
          `query ($id: ID!) { node(id: $id) {
        __typename id ... on Institution { name } ... on Programme { name } } }`,
          { id: one['id'] },
        );
        expect(node).toEqual(one);
      }
    },
    60_000,
  );

  it('say in their descriptions whose they are, where they change something', () => {
    const mutations = buildSchema(readText('schema/api.graphql')).getMutationType()?.getFields() ?? {};
    const named = Object.values(mutations).map(({ name, description }) => [name, rolesIn(description ?? '')]);

    const allowed = Object.keys(mutations).map((name) => {
      const clients = CLIENTS.filter((client) =>
        table.some(({ field, outcomes }) => field === name && outcomes[client] !== 'no'),
      );
      return [name, [...new Set(clients.map(roleOf))].sort()];
    });

    expect(named).toEqual(
      allowed.map(([name, roles]) => [name, name === 'reportRecipients' ? ['adapter'] : roles]),
    );
  });

  it('leave the rest of a page alone where one of them may not be asked', async () => {
    for (const name of CLIENTS) {
      const client = await hub.client(name);
      const refused = table.filter(
        ({ document, outcomes }) => document.startsWith('{') && outcomes[name] === 'no',
      );
      for (const { document, field } of refused) {
        const { body } = await client.answer(document.replace('{', '{ viewer { subject }'));

        expect([field, body.data]).toEqual([field, { viewer: { subject: name }, [field]: null }]);
        expect(body.errors?.map(({ path }) => path)).toEqual([[field]]);
      }
    }
  }, 60_000);

  it.each([
    ['beneficiaries', 'area', '00000'],
    ['beneficiaries', 'programme', 'NO_PROGRAMME'],
    ['payments', 'area', '00000'],
    ['payments', 'institution', 'NO_BANK'],
    ['paymentBatches', 'area', '00000'],
    ['paymentEvents', 'area', '00000'],
    ['paymentEvents', 'institution', 'NAPAS:000000'],
    ['verificationEvents', 'area', '00000'],
    ['verificationEvents', 'institution', 'NO_BANK'],
  ])('are refused where a filter names what there is not: %s by %s', async (root, by, code) => {
    const { body } = await (
      await hub.client('demo-officer')
    ).answer(`{ ${root}(filter: { ${by}: "${code}" }) { pageInfo { hasNextPage } } }`);

    expect(body.data).toEqual({ [root]: null });
    expect(body.errors?.[0]).toMatchObject({ path: [root], extensions: { code: 'BAD_USER_INPUT' } });
  });

  it.each([
    ['payments', 'institution', 'NAPAS'],
    ['paymentEvents', 'institution', 'BIDV'],
    ['beneficiaries', 'area', '13285'],
    ['beneficiaries', 'programme', 'HTXH'],
  ])('are taken where a filter names what there is: %s by %s %s', async (root, by, code) => {
    const { body } = await (
      await hub.client('demo-officer')
    ).answer(`{ ${root}(filter: { ${by}: "${code}" }) { pageInfo { hasNextPage } } }`);

    expect(body.errors).toBeUndefined();
  });

  it('are closed to whoever is not signed in', async () => {
    const nobody = await hub.client();

    const outcomes = await outcomesOf(nobody);

    expect(new Set(Object.values(outcomes))).toEqual(new Set(['UNAUTHENTICATED']));
  }, 60_000);
});

async function outcomesOf(client: HubClient): Promise<Readonly<Record<string, string>>> {
  const found: [string, string][] = [];
  for (const { document, field } of table) {
    const isStream = document.startsWith('subscription');
    const outcome = isStream
      ? await streamOutcome(client, document)
      : outcomeOf(await client.answer(document), field);
    found.push([document, outcome]);
  }
  return Object.fromEntries(found);
}

/** From the sentence with which the description of a mutation ends. */
function rolesIn(description: string): readonly string[] {
  const [, roles = ''] = /Roles: ([a-z, ]+)(?: \(of the [a-z ]+\))?\.$/i.exec(description) ?? [];
  return roles.trim().split(', ').sort();
}

const roleOf = (client: string): string =>
  client.startsWith('adapter-') ? 'adapter' : client.replace('demo-', '').replace('commune-', '');

function outcomeOf({ body }: Answer, field: string): string {
  const [error] = body.errors ?? [];
  if (error) return wordOf(error.extensions['code']);
  const value = body.data?.[field] as Data | null | undefined;
  return value === null ? 'null' : ((value?.['__typename'] as string | undefined) ?? 'ok');
}

async function streamOutcome(client: HubClient, document: string): Promise<string> {
  const watch = client.watch(document);
  await watch.untilTaken().catch(() => undefined);
  await watch.close();
  if (watch.end === undefined || watch.end === null) return 'ok';
  return wordOf(codeOf(watch.end));
}

function codeOf(end: unknown): unknown {
  if (Array.isArray(end)) return (end as Data[])[0]?.['extensions'].code;
  return (end as { code?: number }).code === 4401 ? 'UNAUTHENTICATED' : JSON.stringify(end);
}

function wordOf(code: unknown): string {
  return code === 'FORBIDDEN' ? 'no' : String(code);
}
