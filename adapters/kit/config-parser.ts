/** Makes an adapter's `parseConfig` from its schema: every fault named at once, and never a value, which may be a secret. */
import type { z } from 'zod';
import { AdapterError } from './adapter-error.js';

/** @returns a function that gives the checked configuration or throws AdapterError MISCONFIGURED CONFIG_INVALID */
export function configParser<Schema extends z.ZodType>(
  adapterName: string,
  schema: Schema,
): (input: unknown) => z.output<Schema> {
  return (input) => {
    const parsed = schema.safeParse(input ?? {});
    if (parsed.success) return parsed.data;
    const faults = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'configuration'}: ${message}`,
    );
    throw new AdapterError(
      'MISCONFIGURED',
      'CONFIG_INVALID',
      `${adapterName} configuration: ${faults.join('; ')}`,
    );
  };
}
