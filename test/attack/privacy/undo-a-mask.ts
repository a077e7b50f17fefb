/** What stands beside the mask of a personal id: two of its digits are the year of birth, one is the century and gender. */
import { askAs, type Attack } from './attack.js';

const QUERY = `{ beneficiaries(first: 50) { nodes { personalId fullName dateOfBirth yearOfBirth gender accounts { number holderName } } } }`;

interface Person {
  readonly personalId: string | null;
  readonly dateOfBirth: string | null;
  readonly yearOfBirth: number | null;
  readonly gender: string | null;
  readonly accounts: readonly { readonly number: string }[] | null;
}

export const undoAMask: Attack = async (hub) => {
  let [seen, digits] = [0, 0];
  for (const role of ['monitor', 'auditor', 'officer']) {
    const { data } = await askAs(hub, role, QUERY);
    for (const person of data.beneficiaries.nodes as readonly Person[]) {
      seen += 1;
      const isWhole = person.personalId !== null && !/^\d{3}\*{7}\d{2}$/.test(person.personalId);
      const hasMore = person.dateOfBirth ?? person.yearOfBirth ?? person.gender;
      const hasNumber = person.accounts?.some(({ number }) => !/^\*{4}\d{0,4}$/.test(number));
      if (isWhole || hasMore !== null || hasNumber) digits += 1;
    }
  }
  return { got: `more than the mask of ${digits} of ${seen} people`, held: seen > 0 && digits === 0 };
};
