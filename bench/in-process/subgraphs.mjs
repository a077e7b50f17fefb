/** The view as four Federation 2 subgraphs, each knowing only its own rows. Resolver maps: every contestant builds its own schemas. */
import {
  accounts,
  accountsOf,
  batches,
  beneficiaries,
  citizens,
  institutions,
  payments,
  paymentsOf,
} from './data.mjs';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable", "@external"])\n`;

export const subgraphs = [
  {
    name: 'social-protection',
    sdl: `${LINK}
      type Query { beneficiary(id: ID!): Beneficiary  beneficiaries(first: Int!): [Beneficiary!]! }
      type Beneficiary @key(fields: "id") {
        id: ID! personalId: String fullName: String! yearOfBirth: Int gender: String paymentMethod: String!
        area: Area! entitlements: [Entitlement!]! citizen: Citizen
      }
      type Area { code: ID! name: String! level: String! }
      type Entitlement { id: ID! programme: Programme! monthlyAmount: Int! coefficient: String! validFrom: String! legalBasis: String! }
      type Programme { code: ID! name: String! group: String! }
      type Citizen @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: {
      Query: {
        beneficiary: (_root, { id }) => beneficiaries.get(id) ?? null,
        beneficiaries: (_root, { first }) => [...beneficiaries.values()].slice(0, first),
      },
      Beneficiary: {
        __resolveReference: ({ id }) => beneficiaries.get(id) ?? null,
        citizen: ({ citizenId }) => ({ __typename: 'Citizen', id: citizenId }),
      },
    },
  },
  {
    name: 'population',
    sdl: `${LINK}
      type Citizen @key(fields: "id") { id: ID! fullName: String verdict: String! source: String! checkedAt: String isStale: Boolean! }`,
    resolvers: { Citizen: { __resolveReference: ({ id }) => citizens.get(id) ?? null } },
  },
  {
    name: 'account',
    sdl: `${LINK}
      type Beneficiary @key(fields: "id") { id: ID! accounts: [Account!] payTo: Account }
      type Citizen @key(fields: "id", resolvable: false) { id: ID! }
      type Account @key(fields: "id") {
        id: ID! kind: String! institution: Institution number: String! holderName: String! holder: Citizen status: String!
        nameMatch: String! checkedAt: String isStale: Boolean! isPreferred: Boolean!
      }
      type Institution @key(fields: "code") { code: ID! name: String! kind: String! isReachable: Boolean! }`,
    resolvers: {
      Beneficiary: {
        __resolveReference: ({ id }) => (beneficiaries.has(id) ? { id } : null),
        accounts: ({ id }) => accountsOf.get(id) ?? [],
        payTo: ({ id }) => (accountsOf.get(id) ?? []).find(({ isPreferred }) => isPreferred) ?? null,
      },
      Account: {
        __resolveReference: ({ id }) => accounts.get(id) ?? null,
        institution: ({ institutionCode }) => institutions.get(institutionCode) ?? null,
        holder: ({ holderId }) => ({ __typename: 'Citizen', id: holderId }),
      },
      Institution: { __resolveReference: ({ code }) => institutions.get(code) ?? null },
    },
  },
  {
    name: 'payment',
    sdl: `${LINK}
      type Beneficiary @key(fields: "id") { id: ID! payments(first: Int = 12): PaymentConnection }
      type PaymentConnection { totalCount: Int! nodes: [Payment!]! }
      type Payment @key(fields: "id") {
        id: ID! period: String! kind: String! amount: Int! status: String! receiverName: String! updatedAt: String!
        institution: Institution batch: PaymentBatch! attempts: [PaymentAttempt!]!
      }
      type PaymentBatch { id: ID! name: String! status: String! }
      type PaymentAttempt { id: ID! reference: String! status: String! institution: Institution }
      type Institution @key(fields: "code", resolvable: false) { code: ID! }`,
    resolvers: {
      Beneficiary: {
        __resolveReference: ({ id }) => (beneficiaries.has(id) ? { id } : null),
        payments: ({ id }, { first }) => connectionOf(paymentsOf.get(id) ?? [], first),
      },
      Payment: {
        __resolveReference: ({ id }) => payments.get(id) ?? null,
        institution: ({ institutionCode }) => ({ __typename: 'Institution', code: institutionCode }),
        batch: ({ batchId }) => batches.get(batchId),
      },
      PaymentAttempt: {
        institution: ({ institutionCode }) => ({ __typename: 'Institution', code: institutionCode }),
      },
    },
  },
];

function connectionOf(rows, first) {
  return { totalCount: rows.length, nodes: rows.slice(0, first) };
}
