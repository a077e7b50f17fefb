/** Events of one subgraph, joined with others. */
import { describe, expect, it } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { parse, subscribe } from 'graphql';
import { executeSupergraph } from '../../src/federation/index.js';
import { subgraph } from './subgraph-builder.js';

let closed = 0;
let contexts: unknown[] = [];

async function* changes(count: number): AsyncGenerator<object> {
  try {
    for (let index = 1; index <= count; index++)
      yield await Promise.resolve({ changed: { person: { id: `${index}` }, at: index } });
  } finally {
    closed++;
  }
}

function createGraph(options: object = {}) {
  closed = 0;
  contexts = [];
  return executeSupergraph({
    ...options,
    subgraphs: [
      subgraph(
        'events',
        `type Query { ok: Boolean } type Subscription { changed(count: Int! = 2): Change! broken: Change refused: Change away: Change notAStream: Change }
         type Change { person: Person! at: Int! } type Person @key(fields: "id", resolvable: false) { id: ID! }`,
        {
          Subscription: {
            changed: { subscribe: (_: unknown, { count }: { count: number }) => changes(count) },
            broken: {
              subscribe: () => changes(1),
              resolve: () => {
                throw new Error('this event is broken');
              },
            },
            refused: {
              subscribe: () =>
                Promise.reject(Object.assign(new Error('no'), { extensions: { code: 'FORBIDDEN' } })),
            },
            away: { subscribe: () => Promise.reject(new Error('connection terminated')) },
            notAStream: { subscribe: () => 'nothing' },
          },
        },
      ),
      subgraph('people', 'type Person @key(fields: "id") { id: ID! name: String }', {
        Person: {
          __resolveReference: ({ id }: { id: string }, context: unknown) => {
            contexts.push(context);
            return Promise.resolve(id === '2' ? null : { id, name: `name ${id}` });
          },
        },
      }),
    ],
  });
}

async function collect(stream: AsyncIterable<ExecutionResult> | ExecutionResult): Promise<unknown[]> {
  if (!(Symbol.asyncIterator in stream)) return [stream];
  const results: unknown[] = [];
  for await (const result of stream) results.push(JSON.parse(JSON.stringify(result)));
  return results;
}

describe('a subscription', () => {
  it('joins each event with the subgraphs that know more, both ways of running it', async () => {
    const graph = await createGraph();
    const document = parse(
      'subscription ($n: Int!) { changed(count: $n) { __typename at person { id name } } }',
    );
    const expected = [1, 2, 3].map((id) => ({
      data: {
        changed: {
          __typename: 'Change',
          at: id,
          person: { id: `${id}`, name: id === 2 ? null : `name ${id}` },
        },
      },
    }));

    const own = await graph.subscribe({ document, variables: { n: 3 } });
    const plain = await subscribe({ schema: graph.schema, document, variableValues: { n: 3 } });

    expect(await collect(own)).toEqual(expected);
    expect(await collect(plain as AsyncIterable<ExecutionResult>)).toEqual(expected);
  });

  it('takes the default of an argument', async () => {
    const graph = await createGraph();

    const stream = await graph.subscribe({ document: parse('subscription { changed { at } }') });

    expect(await collect(stream)).toHaveLength(2);
  });

  it('tells the source when its reader leaves', async () => {
    const graph = await createGraph();
    const stream = await graph.subscribe({ document: parse('subscription { changed(count: 100) { at } }') });

    for await (const result of stream as AsyncIterable<ExecutionResult>) if (result.data) break;

    expect(closed).toBe(1);
  });

  it('gives each event its own context where asked', async () => {
    const graph = await createGraph();
    const document = parse('subscription { changed { person { name } } }');
    let count = 0;

    await collect(
      await graph.subscribe({ document, contextValue: 'shared', contextForEvent: () => `event ${++count}` }),
    );

    expect(contexts).toEqual(['event 1', 'event 2']);
  });

  it('says that its source is unavailable when the stream cannot be opened, where sources are guarded', async () => {
    const failures: string[] = [];
    const sourceGuard = {
      onFailure: (_error: unknown, at: { coordinate: string }) => failures.push(at.coordinate),
    };
    const graph = await createGraph({ sourceGuard });

    const [answer] = await collect(
      await graph.subscribe({ document: parse('subscription { away { at } }') }),
    );

    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'SOURCE_UNAVAILABLE' } }] });
    expect(failures).toEqual(['Subscription.away']);
  });

  it('goes on after an event that fails', async () => {
    const graph = await createGraph();

    const results = await collect(
      await graph.subscribe({ document: parse('subscription { broken { at } }') }),
    );

    expect(results).toMatchObject([
      { data: { broken: null }, errors: [{ message: 'this event is broken', path: ['broken'] }] },
    ]);
  });

  it.each([
    ['that is refused', 'subscription { refused { at } }', 'no'],
    [
      'that is no stream',
      'subscription { notAStream { at } }',
      'Subscription field must return Async Iterable. Received: [string].',
    ],
    [
      'with a wrong variable',
      'subscription ($n: Int!) { changed(count: $n) { at } }',
      'Variable "$n" of required type "Int!" was not provided.',
    ],
    [
      'that does not exist',
      'subscription { nothing }',
      'Cannot query field "nothing" on type "Subscription".',
    ],
  ])('%s is answered by one result with the error', async (_title, query, message) => {
    const graph = await createGraph();

    const results = await collect(await graph.subscribe({ document: parse(query) }));

    expect(results).toMatchObject([{ errors: [{ message }] }]);
  });
});
