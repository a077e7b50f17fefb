/** People, rights and areas as a team would serve them: Prisma, with `include` for what hangs together. */

export const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Query { beneficiary(id: ID!): Beneficiary  beneficiaries(filter: BeneficiaryFilter, first: Int = 20): BeneficiaryConnection! }
  input BeneficiaryFilter { area: ID }
  type BeneficiaryConnection { nodes: [Beneficiary!]! }
  type Beneficiary @key(fields: "id") {
    id: ID! personalId: String fullName: String! yearOfBirth: Int gender: String paymentMethod: String!
    area: AdministrativeUnit! entitlements: [Entitlement!]! citizen: Citizen
  }
  type AdministrativeUnit { code: ID! name: String! level: String! }
  type Entitlement { id: ID! programme: Programme! monthlyAmount: Float! validFrom: String! legalBasis: String! }
  type Programme { code: ID! name: String! group: String! }
  type Citizen @key(fields: "id", resolvable: false) { id: ID! }`;

const include = { person: true, area: true, entitlements: { include: { programme: true } } };

export const resolversOf = (prisma) => ({
  Query: {
    beneficiary: (_root, { id }) => prisma.beneficiary.findUnique({ where: { id }, include }),
    beneficiaries: async (_root, { filter, first }) => ({
      nodes: await prisma.beneficiary.findMany({
        where: { area: { above: { some: { ancestor: { code: filter.area } } } } },
        orderBy: { id: 'asc' },
        take: first,
        include,
      }),
    }),
  },
  Beneficiary: {
    __resolveReference: ({ id }) => prisma.beneficiary.findUnique({ where: { id }, include }),
    personalId: ({ person }) => person.personalId,
    fullName: ({ person }) => person.fullName,
    yearOfBirth: ({ person }) => person.yearOfBirth,
    gender: ({ person }) => person.gender,
    citizen: ({ citizenId }) => ({ __typename: 'Citizen', id: citizenId }),
  },
  Entitlement: {
    monthlyAmount: ({ monthlyAmount }) => Number(monthlyAmount),
    validFrom: ({ validFrom }) => validFrom.toISOString().slice(0, 10),
  },
});
