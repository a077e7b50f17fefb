/** Says of institutions that there is an adapter which pays there: those that ship with a hub have a rail before they first
 *  claim; what they are given to do waits for them. */
import type { Db } from '../work/index.js';
import { markRails } from './institution-store.js';

/** Safe to repeat. Whether the adapter is alive is another question (`noteSeen`).
 *  @param institutions codes of the adapters' own institutions */
export async function openRails(db: Db, institutions: readonly string[]): Promise<void> {
  await markRails(db, institutions);
}
