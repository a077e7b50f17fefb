/** Prisma's client, opened when it is asked for first: what needs SQL alone, as a start does, does not pay for loading it. */
import type pg from 'pg';

import type { PrismaClient } from './generated/client.js';

/** The same client each time. It holds no connection but the pool's. */
export type OpenPrisma = () => Promise<PrismaClient>;

let generated: Promise<unknown> = Promise.resolve();

/** In a clone that was never built the client is still being generated while the hub starts: who asks for it waits. */
export function awaitGenerated(generating: Promise<unknown>): void {
  generated = generating;
}

export function prismaOf(pool: pg.Pool): OpenPrisma {
  let opening: Promise<PrismaClient> | undefined;
  return () => (opening ??= openPrisma(pool));
}

async function openPrisma(pool: pg.Pool): Promise<PrismaClient> {
  await generated;
  const [{ PrismaPg }, client] = await Promise.all([
    import('@prisma/adapter-pg'),
    import('./generated/client.js'),
  ]);
  return new client.PrismaClient({ adapter: new PrismaPg(pool) });
}
