/** The hub as `serve` runs it, but one that gives up early what does not come back. */
import { runUntilStopped } from '../../src/app/run-until-stopped.js';

await runUntilStopped({ isDemo: false, isFresh: false, policy: { attemptsMax: 1 } });
