/** One recipient of social insurance: what its register says, and what the population database and the institution know. Nobody
 *  of them is on a locality's list. */
import type { DemoCommune } from './demo-facts.js';
import type { DemoHousehold, DemoRecipient } from './demo-row.js';
import { registerEntry, type HouseholdTools } from './make-household.js';
import { INSURED_CASH_SHARE, INSURED_MIX, type InsuredKind } from './shares.js';

export interface DemoInsured extends Pick<DemoHousehold, 'citizens' | 'accounts'> {
  readonly recipient: DemoRecipient;
}

/** As the register names institutions: a bank by its BIN, others by the code. */
const INSTITUTION_OF_WORD: Readonly<Record<string, string>> = {
  AGRIBANK: '970405',
  BIDV: '970418',
  Vietcombank: '970436',
  VietinBank: '970415',
  'NAPAS:970422': '970422',
  'MobiFone Money': 'MOBIFONE_MONEY',
};

export function createInsuredMaker(
  { random, people, accountFor, today }: HouseholdTools,
  provinceCode: string,
): (commune: DemoCommune) => DemoInsured {
  return (commune) => {
    const { benefit, ageFrom, ageTo, amountFrom, amountTo } = random.weigh<InsuredKind>(INSURED_MIX);
    const person = people.make({ ageFrom, ageTo });
    const account = random.chance(INSURED_CASH_SHARE) ? undefined : accountFor(person);
    const birth =
      person.dateOfBirth === undefined
        ? { yearOfBirth: person.yearOfBirth }
        : { dateOfBirth: person.dateOfBirth };
    return {
      recipient: {
        ...{
          personalId: person.personalId,
          benefit,
          fullName: person.fullName,
          ...birth,
          gender: person.gender,
        },
        ...{ provinceCode, communeCode: commune.code },
        monthlyAmount: random.between(amountFrom, amountTo) * 1_000,
        // A pension is long granted; unemployment benefit lasts from three months to twelve (Luật Việc làm).
        validFrom: monthsBefore(
          today,
          benefit === 'HUU_TRI' ? random.between(12, 144) : random.between(0, 3),
        ),
        documentRef:
          benefit === 'HUU_TRI' ? `Sổ BHXH ${random.digits(10)}` : `QĐ ${random.between(1, 900)}/QĐ-TTDVVL`,
        ...(account && {
          account: {
            institution: INSTITUTION_OF_WORD[account.institution] ?? account.institution,
            number: account.number,
          },
        }),
      },
      citizens: registerEntry(random, person, commune),
      accounts: account?.known ? [account.known] : [],
    };
  };
}

/** The first of the month that lies so many months before the day. */
function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 10);
}
