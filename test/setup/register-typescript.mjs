/** `node --import` this, and Node runs the project's TypeScript: for tests that need a process of their own. */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
