/** Exceptions as people read them. Ordinary reads, so Prisma writes the SQL. */
import { readWithin, type InScope, type Scope } from '../access/index.js';
import type { OpenPrisma } from '../database/index.js';

export type Prisma = OpenPrisma;

const COLUMNS = {
  id: true,
  paymentId: true,
  attemptId: true,
  institutionCode: true,
  kind: true,
  detail: true,
  openedAt: true,
  assignedTo: true,
  proposedDecision: true,
  proposedBy: true,
  proposedReason: true,
  proposedAt: true,
  proposedAmount: true,
  resolution: true,
  resolvedAt: true,
  resolvedBy: true,
  resolutionReason: true,
} as const;

export interface ExceptionRow {
  readonly id: string;
  readonly paymentId: string | null;
  readonly attemptId: string | null;
  readonly institutionCode: string;
  readonly kind: string;
  /** What is kept of the report: see `detailOf` in status-report.ts. */
  readonly detail: unknown;
  readonly openedAt: Date;
  readonly assignedTo: string | null;
  readonly proposedDecision: string | null;
  readonly proposedBy: string | null;
  readonly proposedReason: string | null;
  readonly proposedAt: Date | null;
  readonly proposedAmount: bigint | null;
  readonly resolution: string | null;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  readonly resolutionReason: string | null;
}

export interface ExceptionFilter {
  readonly isOpen?: boolean;
}

/** A scope, and the areas that it reaches today; undefined: every area. */
export interface Reach {
  readonly scope: Scope;
  readonly areaIds?: ReadonlySet<string>;
}

/** One more than `first`, sorted by id. */
export async function listExceptions(
  prisma: OpenPrisma,
  filter: ExceptionFilter,
  reach: Reach,
  page: { readonly first: number; readonly after?: string },
): Promise<readonly InScope<ExceptionRow>[]> {
  const { paymentException } = await prisma();
  const rows = await paymentException.findMany({
    where: { ...whereOf(filter, reach), ...(page.after === undefined ? {} : { id: { gt: page.after } }) },
    orderBy: { id: 'asc' },
    take: page.first + 1,
    select: COLUMNS,
  });
  return readWithin(reach.scope, rows);
}

export async function countExceptions(
  prisma: OpenPrisma,
  filter: ExceptionFilter,
  reach: Reach,
): Promise<number> {
  return (await prisma()).paymentException.count({ where: whereOf(filter, reach) });
}

/** Those of the exceptions that the scope reaches, or that fit no payment, in any order. */
export async function findExceptions(
  prisma: OpenPrisma,
  ids: readonly string[],
  reach: Reach,
): Promise<readonly InScope<ExceptionRow>[]> {
  const { paymentException } = await prisma();
  const rows = await paymentException.findMany({
    where: { id: { in: [...ids] }, ...whereOf({}, reach) },
    select: COLUMNS,
  });
  return readWithin(reach.scope, rows);
}

/** One that there is. */
export async function getException(prisma: OpenPrisma, id: string): Promise<ExceptionRow> {
  return (await prisma()).paymentException.findUniqueOrThrow({ where: { id }, select: COLUMNS });
}

function whereOf({ isOpen }: ExceptionFilter, { areaIds }: Reach) {
  return {
    ...(isOpen === undefined ? {} : { resolvedAt: isOpen ? null : { not: null } }),
    // What fits no payment belongs to no area: whoever knows it may settle it.
    ...(areaIds === undefined
      ? {}
      : { OR: [{ payment: { areaId: { in: [...areaIds] } } }, { paymentId: null }] }),
  };
}
