/** How `node` and others ask the owner of a type for an entity, without knowing the owner. */
import type { HubContext } from '../../graphql/index.js';

/** What the owner of a type shows the caller under a key; null or undefined for what it does not: there is none, or not for them. */
export type FindOwned = (
  type: string,
  reference: Readonly<Record<string, unknown>>,
  context: HubContext,
) => unknown;
