/** What most teams would write: Apollo Server and Prisma, a transaction for each report. It keeps attempts, payments, events, receipts and
 *  tasks in step; it leaves out what the hub does besides: totals, evidence ranks, exceptions, batches that complete. */
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

const { openPool, prismaOf } = await import('../../dist/src/database/index.js');
const pool = openPool({ url: process.env.DATABASE_URL, connectionsMax: 16 });
const prisma = await prismaOf(pool)();

const typeDefs = `#graphql
  input Report { reportId: ID! reference: String! status: String! externalReference: String occurredAt: String! }
  type Receipt { reportId: ID! outcome: String! }
  type Query { ok: Boolean }
  type Mutation { reportPaymentStatuses(reports: [Report!]!): [Receipt!]! }`;

const report = (one) =>
  prisma.$transaction(async (tx) => {
    const attempt = await tx.attempt.findUnique({
      where: { reference: one.reference },
      include: { payment: true },
    });
    if (!attempt) return 'REFUSED';
    const key = {
      institutionCode_reportId: { institutionCode: attempt.institutionCode, reportId: one.reportId },
    };
    if (await tx.statusReport.findUnique({ where: key })) return 'DUPLICATE';
    await tx.attempt.update({
      where: { id: attempt.id },
      data: { status: one.status, evidence: 'REPLY', updatedAt: new Date() },
    });
    await tx.payment.update({
      where: { id: attempt.paymentId },
      data: { status: one.status, updatedAt: new Date() },
    });
    await tx.statusReport.create({
      data: {
        institutionCode: attempt.institutionCode,
        reportId: one.reportId,
        contentHash: one.status,
        attemptId: attempt.id,
        outcome: 'APPLIED',
      },
    });
    await tx.$executeRaw`INSERT INTO event.inbox (kind, subject_id, beneficiary_id, batch_id, institution_code, area_id, status_from, status_to,
      occurred_at) VALUES ('payment', ${attempt.paymentId}::uuid, ${attempt.payment.beneficiaryId}::uuid, ${attempt.payment.batchId}::uuid,
      ${attempt.institutionCode}, ${attempt.payment.areaId}::uuid, ${attempt.payment.status}, ${one.status}, now())`;
    await tx.$executeRaw`DELETE FROM work.task WHERE id = ${attempt.id}::uuid`;
    return 'APPLIED';
  });

const server = new ApolloServer({
  typeDefs,
  resolvers: {
    Mutation: {
      reportPaymentStatuses: async (_root, { reports }) => {
        const receipts = [];
        for (const one of reports) receipts.push({ reportId: one.reportId, outcome: await report(one) });
        return receipts;
      },
    },
  },
});
const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
console.log(`READY ${JSON.stringify({ url: url.replace('localhost', '127.0.0.1') })}`);
process.on('SIGINT', () => process.exit(0));
