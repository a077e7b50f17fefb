/** Starts what every test run needs; the work itself is TypeScript. */
import './register-typescript.mjs';

export default async function globalSetup() {
  const { startTestPostgres } = await import('./test-postgres.ts');
  await startTestPostgres();
}
