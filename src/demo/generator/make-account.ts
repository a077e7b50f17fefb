/** A fictional account: what the list says of it, and what its institution knows. They differ where lists are wrong. */
import type { DemoAccount } from './demo-row.js';
import { bankName, makeName, otherSpelling } from './person-name.js';
import type { DemoPerson } from './demo-person.js';
import type { Random } from './random.js';
import {
  ACCOUNT_DEFECTS,
  INSTITUTION_MIX,
  LONG_NAME_CUT_SHARE,
  OTHER_SPELLING_SHARE,
  type DemoInstitution,
} from './shares.js';

/** Operators' prefixes without the leading zero (Quy hoạch kho số viễn thông); mobile money is tied to its own subscribers. */
const MOBILE_PREFIXES = {
  viettel: ['32', '33', '34', '35', '36', '37', '38', '39', '86', '96', '97', '98'],
  vinaphone: ['81', '82', '83', '84', '85', '88', '91', '94'],
  mobifone: ['70', '76', '77', '78', '79', '89', '90', '93'],
} as const;

/** Core systems that keep short names cut them here. */
const BANK_NAME_LENGTH = 20;

export interface MadeAccount {
  /** As the list writes it. */
  readonly institution: string;
  /** The way of paying, in the words of the form. */
  readonly way: string;
  readonly number: string;
  /** As the institution knows it; absent where the number is wrong. */
  readonly known?: DemoAccount & { readonly system: string };
}

export function createAccountMaker(random: Random): (holder: DemoPerson) => MadeAccount {
  const used = new Set<string>();
  const unique = (draw: () => string): string => {
    for (;;) {
      const number = draw();
      if (used.has(number)) continue;
      used.add(number);
      return number;
    }
  };
  return (holder) => {
    const institution = random.weigh<DemoInstitution>(INSTITUTION_MIX);
    const number = unique(() => drawNumber(random, institution.numberOf));
    const way = 'way' in institution ? institution.way : 'Tài khoản ngân hàng';
    const listed = { institution: institution.word, number, way };
    if (random.chance(ACCOUNT_DEFECTS.wrongNumber)) return listed;
    const bank = 'bin' in institution ? { bin: institution.bin } : {};
    return {
      ...listed,
      known: { system: institution.system, ...accountOf(random, number, holder), ...bank },
    };
  };
}

function accountOf(random: Random, number: string, holder: DemoPerson): DemoAccount {
  const isAnother = random.chance(ACCOUNT_DEFECTS.anotherHolder);
  const name = isAnother ? makeName(random, holder.gender) : nameAtBank(random, holder.fullName);
  const state = random.chance(ACCOUNT_DEFECTS.closed)
    ? 'CLOSED'
    : random.chance(ACCOUNT_DEFECTS.blocked)
      ? 'BLOCKED'
      : 'OPEN';
  return { number, name: bankName(name), personalId: holder.personalId, state };
}

function nameAtBank(random: Random, fullName: string): string {
  const other = otherSpelling(fullName);
  if (other !== undefined && random.chance(OTHER_SPELLING_SHARE)) return other;
  const isCut = fullName.length > BANK_NAME_LENGTH && random.chance(LONG_NAME_CUT_SHARE);
  return isCut ? fullName.slice(0, BANK_NAME_LENGTH) : fullName;
}

function drawNumber(random: Random, kind: DemoInstitution['numberOf']): string {
  switch (kind) {
    case 'agribank':
      return `${random.pick(['2200', '3308', '3309'])}205${random.digits(6)}`;
    case 'bidv':
      return `${random.pick(['4831', '4832', '1201'])}000${random.digits(7)}`;
    case 'viettel':
    case 'vinaphone':
    case 'mobifone':
      return `0${random.pick(MOBILE_PREFIXES[kind])}${random.digits(7)}`;
    case 'mobile': {
      const operator = random.pick(['viettel', 'vinaphone', 'mobifone'] as const);
      return `0${random.pick(MOBILE_PREFIXES[operator])}${random.digits(7)}`;
    }
    case 'other':
      return `10${random.digits(8)}`;
  }
}
