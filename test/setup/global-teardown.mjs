/** Stops the test run's PostgreSQL and deletes its data, also when tests failed. */
export default async function globalTeardown() {
  const { stopTestPostgres } = await import('./test-postgres.ts');
  await stopTestPostgres();
}
