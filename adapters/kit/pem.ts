/** A key or certificate as a field of a configuration: its PEM text, or the path of a file that holds it. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Gives the PEM text; a fault never repeats what was given, which may be a key. */
export const pem = z
  .string()
  .min(1)
  .transform((value, context) => {
    if (value.includes('-----BEGIN')) return value;
    try {
      return readFileSync(value, 'utf8');
    } catch {
      context.addIssue({ code: 'custom', message: 'is neither PEM text nor a readable PEM file' });
      return z.NEVER;
    }
  });
