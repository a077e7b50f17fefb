/** An adapter says what its institution can do: at its start, and every now and then, which is its sign of life while the
 *  institution is closed and nothing is claimed. */
import { requireInstitution, type Caller } from '../access/index.js';
import { HubError } from '../values/index.js';
import type { AccountDeps } from './account-deps.js';
import { capabilityProblem, type Capabilities } from './capability.js';
import { writeCapabilities } from './capability-store.js';

/** Safe to repeat; the last word wins. `NAPAS` speaks for every `NAPAS:<bin>`.
 *  @returns what is declared now
 *  @throws HubError FORBIDDEN for whoever is no adapter, BAD_USER_INPUT for what no institution can mean */
export async function declareCapabilities(
  { db, clock, noteSeen }: AccountDeps,
  caller: Caller,
  capabilities: Capabilities,
): Promise<Capabilities & { readonly declaredAt: Date }> {
  const institution = requireInstitution(caller);
  const problem = capabilityProblem(capabilities);
  if (problem !== undefined) throw new HubError('BAD_USER_INPUT', problem);
  const declaredAt = clock();
  await writeCapabilities(db, institution, capabilities, declaredAt);
  noteSeen(institution);
  return { ...capabilities, declaredAt };
}
