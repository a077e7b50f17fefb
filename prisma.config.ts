/** Tells Prisma's command line where the models and migrations are. The hub itself migrates without it. */
import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/models',
  migrations: { path: 'prisma/migrations' },
});
