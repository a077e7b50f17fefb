/** Starts what every test run needs; the work itself is TypeScript. */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);

export default async function globalSetup() {
  const { startTestPostgres } = await import('./test-postgres.ts');
  await startTestPostgres();
}
