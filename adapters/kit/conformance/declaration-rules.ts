/** What every adapter is held to, whatever its work: that it says what its institution can do. */
import { expect } from '@jest/globals';
import { rule, type Rule } from './rule.js';

export const declarationRules: readonly Rule[] = [
  rule(
    { id: 'DEC-01', title: 'the hub is told what the institution can do' },
    async (bench, capabilities) => {
      await bench.startSimulator();
      await bench.startAdapter();

      const declaration = await bench.answer(() => bench.hub.declaration());

      // Rates and hours may be this partnership's own; the kinds of work are the adapter's.
      expect(declaration.work).toEqual(capabilities.work);
      expect(declaration.payment !== undefined).toBe(capabilities.payment !== undefined);
    },
  ),
];
