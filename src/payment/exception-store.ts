/** Exceptions: contradictions that were kept for a person. Ordinary reads, so Prisma writes the SQL. */
import type { PrismaClient } from '../database/index.js';

export type Prisma = PrismaClient;

export interface ExceptionRow {
  readonly id: string;
  readonly paymentId: string | null;
  readonly institutionCode: string;
  readonly kind: string;
  readonly openedAt: Date;
  readonly resolvedAt: Date | null;
}

export interface ExceptionFilter {
  readonly isOpen?: boolean;
  /** Undefined: every area. */
  readonly areaIds?: ReadonlySet<string>;
}

/** One more than `first`, sorted by id. */
export async function listExceptions(
  prisma: PrismaClient,
  filter: ExceptionFilter,
  page: { readonly first: number; readonly after?: string },
): Promise<readonly ExceptionRow[]> {
  return prisma.paymentException.findMany({
    where: { ...whereOf(filter), ...(page.after === undefined ? {} : { id: { gt: page.after } }) },
    orderBy: { id: 'asc' },
    take: page.first + 1,
    select: {
      id: true,
      paymentId: true,
      institutionCode: true,
      kind: true,
      openedAt: true,
      resolvedAt: true,
    },
  });
}

export async function countExceptions(prisma: PrismaClient, filter: ExceptionFilter): Promise<number> {
  return prisma.paymentException.count({ where: whereOf(filter) });
}

function whereOf({ isOpen, areaIds }: ExceptionFilter) {
  return {
    ...(isOpen === undefined ? {} : { resolvedAt: isOpen ? null : { not: null } }),
    ...(areaIds === undefined ? {} : { payment: { areaId: { in: [...areaIds] } } }),
  };
}
