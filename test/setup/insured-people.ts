/** Social insurance names its own people, and its adapter brings them once the hub runs: whoever counts persons waits for that. */
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningHub } from './running-hub.js';

/** Resolves when the lists of pensions and of unemployment benefit have come whole; jest's own limit ends a wait that never will. */
export async function untilInsuredAreKnown(hub: RunningHub): Promise<void> {
  const text = 'SELECT list_id FROM social_protection.reported_list WHERE completed_at IS NOT NULL';
  while ((await hub.rows(text)).length < 2) await delay(100);
}
