/** Each resolver twice: with what people's requests are given and with what adapters' are, connections to the database above all. The
 *  schema is made once. */
import type { HubContext } from './context.js';

export interface ResolverInstances {
  /** The one of this class that serves such a request. */
  get(type: unknown, context: HubContext | undefined): object;
  /** Undefined for a class that is none of these. */
  find(type: unknown): { readonly ofPeople: object; readonly ofAdapters: object } | undefined;
}

export function instancesOf(ofPeople: readonly object[], ofAdapters: readonly object[]): ResolverInstances {
  const byClass = (all: readonly object[]) =>
    new Map<unknown, object>(all.map((one) => [one.constructor, one]));
  const [people, adapters] = [byClass(ofPeople), byClass(ofAdapters)];
  const find = (type: unknown) => {
    const one = people.get(type);
    return one && { ofPeople: one, ofAdapters: adapters.get(type) ?? one };
  };
  return {
    find,
    get(type, context) {
      const found = find(type);
      if (found === undefined) throw new Error('A resolver class without an instance.');
      return isOfAdapter(context) ? found.ofAdapters : found.ofPeople;
    },
  };
}

/** Whether an adapter asks. Requests of tests and tools may have no caller. */
export function isOfAdapter(context: Partial<HubContext> | undefined): boolean {
  return context?.caller?.roles.includes('adapter') === true;
}
