/** The view as one schema written by hand over the same rows: what a single server without federation would be. */
import { accountsOf, batches, beneficiaries, citizens, institutions, paymentsOf } from './data.mjs';

export const mergedSdl = `
  type Query { beneficiary(id: ID!): Beneficiary  beneficiaries(first: Int!): [Beneficiary!]! }
  type Beneficiary {
    id: ID! personalId: String fullName: String! yearOfBirth: Int gender: String paymentMethod: String!
    area: Area! entitlements: [Entitlement!]! citizen: Citizen accounts: [Account!] payTo: Account
    payments(first: Int = 12): PaymentConnection
  }
  type Area { code: ID! name: String! level: String! }
  type Entitlement { id: ID! programme: Programme! monthlyAmount: Int! coefficient: String! validFrom: String! legalBasis: String! }
  type Programme { code: ID! name: String! group: String! }
  type Citizen { id: ID! fullName: String verdict: String! source: String! checkedAt: String isStale: Boolean! }
  type Account {
    id: ID! kind: String! institution: Institution number: String! holderName: String! holder: Citizen status: String!
    nameMatch: String! checkedAt: String isStale: Boolean! isPreferred: Boolean!
  }
  type Institution { code: ID! name: String! kind: String! isReachable: Boolean! }
  type PaymentConnection { totalCount: Int! nodes: [Payment!]! }
  type Payment {
    id: ID! period: String! kind: String! amount: Int! status: String! receiverName: String! updatedAt: String!
    institution: Institution batch: PaymentBatch! attempts: [PaymentAttempt!]!
  }
  type PaymentBatch { id: ID! name: String! status: String! }
  type PaymentAttempt { id: ID! reference: String! status: String! institution: Institution }`;

const institution = ({ institutionCode }) => institutions.get(institutionCode) ?? null;

export const mergedResolvers = {
  Query: {
    beneficiary: (_root, { id }) => beneficiaries.get(id) ?? null,
    beneficiaries: (_root, { first }) => [...beneficiaries.values()].slice(0, first),
  },
  Beneficiary: {
    citizen: ({ citizenId }) => citizens.get(citizenId) ?? null,
    accounts: ({ id }) => accountsOf.get(id) ?? [],
    payTo: ({ id }) => (accountsOf.get(id) ?? []).find(({ isPreferred }) => isPreferred) ?? null,
    payments: ({ id }, { first }) => {
      const rows = paymentsOf.get(id) ?? [];
      return { totalCount: rows.length, nodes: rows.slice(0, first) };
    },
  },
  Account: { institution, holder: ({ holderId }) => citizens.get(holderId) ?? null },
  Payment: { institution, batch: ({ batchId }) => batches.get(batchId) },
  PaymentAttempt: { institution },
};
