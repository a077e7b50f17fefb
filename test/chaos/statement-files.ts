/** Files of such entries, written as banks write them: in an envelope, in UTF-16, in another order; and files that say themselves that
 *  they are not whole. */
import type { Chance } from '../crash/seeded-chance.js';
import { inEnvelope, inUtf16, statement } from '../adapters/protocols/iso20022/bank-files.js';

/** The file and another one with the same entries, in another order and another wrapping. */
export function writeFiles(entries: readonly string[], chance: Chance): readonly (string | Buffer)[] {
  const plain = statement(entries, { messageId: `STM${chance.between(1, 1e9)}` });
  const again = statement(shuffled(entries, chance), { messageId: `STM${chance.between(1, 1e9)}` });
  const wrapped = chance.next() < 0.5 ? inEnvelope(again) : inUtf16(again);
  return chance.next() < 0.5 ? [plain, wrapped] : [wrapped, plain];
}

/** None of these may be used. */
export function writeIncomplete(entries: readonly string[], chance: Chance): readonly (string | Buffer)[] {
  const whole = statement(entries);
  return [
    statement(entries, { header: '<MsgPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></MsgPgntn>' }),
    statement(entries, {
      summary: `<TxsSummry><TtlNtries><NbOfNtries>${entries.length + 1}</NbOfNtries></TtlNtries></TxsSummry>`,
    }),
    whole.slice(0, chance.between(1, whole.length - 1)),
    inUtf16(whole).subarray(0, chance.between(3, whole.length)),
  ];
}

function shuffled<Item>(items: readonly Item[], chance: Chance): readonly Item[] {
  return items
    .map((item) => ({ item, at: chance.next() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}
