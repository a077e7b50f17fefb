/** Accounts as a team would serve them: who holds them is asked of the people's tables, one loader a request. */
import DataLoader from 'dataloader';

export const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Beneficiary @key(fields: "id") { id: ID! accounts: [Account!] }
  type Account @key(fields: "id") {
    id: ID! kind: String! institution: Institution number: String! holderName: String! status: String! nameMatch: String! checkedAt: String
    isPreferred: Boolean!
  }
  type Institution @key(fields: "code") { code: ID! name: String! }`;

export const loadersOf = (prisma) => ({
  accounts: new DataLoader(async (beneficiaryIds) => {
    const people = await prisma.beneficiary.findMany({
      where: { id: { in: [...beneficiaryIds] } },
      select: { id: true, citizenId: true },
    });
    const rows = await prisma.account.findMany({
      where: { citizenId: { in: people.map(({ citizenId }) => citizenId) } },
      include: { institution: true },
      orderBy: { id: 'asc' },
    });
    const byCitizen = Map.groupBy ? Map.groupBy(rows, ({ citizenId }) => citizenId) : grouped(rows);
    const citizenOf = new Map(people.map(({ id, citizenId }) => [id, citizenId]));
    return beneficiaryIds.map((id) => byCitizen.get(citizenOf.get(id)) ?? []);
  }),
  institution: new DataLoader(async (codes) => {
    const rows = await prisma.institution.findMany({ where: { code: { in: [...codes] } } });
    const byCode = new Map(rows.map((row) => [row.code, row]));
    return codes.map((code) => byCode.get(code) ?? null);
  }),
});

export const resolversOf = () => ({
  Beneficiary: { accounts: ({ id }, _args, { loaders }) => loaders.accounts.load(id) },
  Account: { checkedAt: ({ checkedAt }) => checkedAt?.toISOString() ?? null },
  Institution: { __resolveReference: ({ code }, { loaders }) => loaders.institution.load(code) },
});

function grouped(rows) {
  const groups = new Map();
  for (const row of rows) groups.set(row.citizenId, [...(groups.get(row.citizenId) ?? []), row]);
  return groups;
}
