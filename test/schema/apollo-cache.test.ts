/** The cache settings beside the schema, in Apollo Client's own cache: what two components select of one thing is there for both. */
import { gql, InMemoryCache } from '@apollo/client';
import { describe, expect, it } from '@jest/globals';
import { possibleTypes, typePolicies } from '../../schema/apollo-cache.js';

const batch = (selection: string) =>
  gql`{ paymentBatch(id: "bat_1") { __typename id totals { __typename ${selection} } } }`;
const answer = (totals: object) => ({
  paymentBatch: { __typename: 'PaymentBatch', id: 'bat_1', totals: { __typename: 'BatchTotals', ...totals } },
});
const status = (fields: object) => ({ __typename: 'StatusTotal', status: 'SETTLED', ...fields });
const cacheOf = () => new InMemoryCache({ possibleTypes, typePolicies });

describe('Apollo Client’s cache with the settings beside the schema', () => {
  it('keeps what two components selected of the same totals', () => {
    const cache = cacheOf();
    cache.writeQuery({ query: batch('count'), data: answer({ count: 2 }) });
    cache.writeQuery({ query: batch('amount'), data: answer({ amount: 1_000 }) });

    expect(cache.readQuery({ query: batch('count amount') })).toEqual(answer({ count: 2, amount: 1_000 }));
  });

  it('keeps what they selected of the items of a list that can be told apart', () => {
    const cache = cacheOf();
    const [counts, amounts] = ['count', 'amount'].map((name) =>
      batch(`byStatus { __typename status ${name} }`),
    );
    cache.writeQuery({ query: counts!, data: answer({ byStatus: [status({ count: 2 })] }) });
    cache.writeQuery({ query: amounts!, data: answer({ byStatus: [status({ amount: 1_000 })] }) });

    expect(cache.readQuery({ query: counts! })).toEqual(answer({ byStatus: [status({ count: 2 })] }));
  });

  it('knows an institution by its id, wherever it was read', () => {
    const cache = cacheOf();
    const institution = { __typename: 'Institution', id: 'ins_1', code: 'BIDV' };
    const listed = gql`
      {
        institutions {
          id
          code
          isReachable
        }
      }
    `;
    const ofAccount = gql`
      {
        account(id: "acc_1") {
          id
          institution {
            id
            code
            isReachable
          }
        }
      }
    `;
    cache.writeQuery({ query: listed, data: { institutions: [{ ...institution, isReachable: true }] } });
    cache.writeQuery({
      query: ofAccount,
      data: {
        account: { __typename: 'Account', id: 'acc_1', institution: { ...institution, isReachable: false } },
      },
    });

    expect(cache.readQuery({ query: listed })).toEqual({
      institutions: [{ ...institution, isReachable: false }],
    });
  });

  it('reads back a failure by its interface', () => {
    const cache = cacheOf();
    const query = gql`
      {
        result {
          __typename
          ... on UserError {
            code
          }
        }
      }
    `;
    const data = { result: { __typename: 'WrongState', code: 'WRONG_STATE' } };
    cache.writeQuery({ query, data });

    expect(cache.readQuery({ query })).toEqual(data);
  });
});
