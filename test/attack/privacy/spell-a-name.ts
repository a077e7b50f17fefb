/** Letter by letter, in a request that is shown no names by somebody who holds a purpose that shows them. */
import { askAs, type Attack } from './attack.js';

export const spellAName: Attack = async (hub) => {
  const letters = 'A B C D E G H I K L M N'.split(' ');
  const query = letters
    .map((letter) => `${letter}: beneficiaries(filter: { nameContains: "${letter}" }) { totalCount }`)
    .join(' ');
  const { codes } = await askAs(hub, 'officer', `{ ${query} }`, { purpose: 'MONITORING' });
  const told = letters.length - codes.filter((code) => code === 'FORBIDDEN').length;
  return { got: `${told} of ${letters.length} letters told`, held: told === 0 };
};
