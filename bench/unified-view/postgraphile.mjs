/** PostGraphile over the same tables, on the Node that it asks for. What joins the domains' tables is said in smart tags, since the
 *  tables themselves do not point across domains. */
import { createServer } from 'node:http';
import { grafserv } from 'postgraphile/grafserv/node';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { jsonPgSmartTags } from 'postgraphile/utils';

const foreignKeys = {
  'social_protection.beneficiary': [
    '(citizen_id) references population.citizen_verdict (citizen_id)|@fieldName verdict|@foreignSimpleFieldName beneficiaryOfVerdict',
  ],
  'account.account': [
    '(citizen_id) references social_protection.beneficiary (citizen_id)|@foreignFieldName accounts',
  ],
  'payment.payment': [
    '(beneficiary_id) references social_protection.beneficiary (id)|@foreignFieldName payments',
    '(institution_code) references account.institution (code)|@fieldName institution|@foreignFieldName paymentsHere',
  ],
};

const preset = {
  extends: [PostGraphileAmberPreset],
  plugins: [
    jsonPgSmartTags({
      version: 1,
      config: {
        class: Object.fromEntries(
          Object.entries(foreignKeys).map(([table, foreignKey]) => [
            table,
            {
              tags: {
                foreignKey,
                ...(table === 'social_protection.beneficiary' ? { unique: 'citizen_id' } : {}),
              },
            },
          ]),
        ),
      },
    }),
  ],
  pgServices: [
    makePgService({
      connectionString: process.env.DATABASE_URL,
      schemas: ['social_protection', 'population', 'account', 'payment'],
    }),
  ],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false, maxRequestLength: 1_000_000 },
  grafast: { explain: false },
};

const instance = postgraphile(preset);
if (process.argv[2] === '--print') {
  const { printSchema } = await import('graphql');
  console.log(printSchema(await instance.getSchema()));
  process.exit(0);
}
const server = createServer();
await instance.createServ(grafserv).addTo(server);
server.listen(0, '127.0.0.1', () =>
  console.log(`READY {"url":"http://127.0.0.1:${server.address().port}/graphql"}`),
);
process.on('SIGINT', () => process.exit(0));
