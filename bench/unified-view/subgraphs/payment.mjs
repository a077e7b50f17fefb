/** Payments as a team would serve them: Prisma, with `include` for batch and attempts. */

export const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Beneficiary @key(fields: "id") { id: ID! payments(first: Int = 12): PaymentConnection }
  type PaymentConnection { totalCount: Int! nodes: [Payment!]! }
  type Payment @key(fields: "id") {
    id: ID! period: String! kind: String! amount: Float! status: String! receiverName: String! updatedAt: String!
    institution: Institution batch: PaymentBatch! attempts: [PaymentAttempt!]!
  }
  type PaymentBatch { id: ID! name: String! status: String! }
  type PaymentAttempt { id: ID! reference: String! status: String! externalReference: String }
  type Institution @key(fields: "code", resolvable: false) { code: ID! }`;

export const resolversOf = (prisma) => ({
  Beneficiary: {
    payments: async ({ id }, { first }) => {
      const [totalCount, nodes] = await Promise.all([
        prisma.payment.count({ where: { beneficiaryId: id } }),
        prisma.payment.findMany({
          where: { beneficiaryId: id },
          orderBy: { id: 'asc' },
          take: first,
          include: { batch: true, attempts: { orderBy: { id: 'asc' } } },
        }),
      ]);
      return { totalCount, nodes };
    },
  },
  Payment: {
    amount: ({ amount }) => Number(amount),
    updatedAt: ({ updatedAt }) => updatedAt.toISOString(),
    institution: ({ institutionCode }) => ({ __typename: 'Institution', code: institutionCode }),
  },
});
