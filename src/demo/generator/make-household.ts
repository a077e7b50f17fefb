/** One beneficiary with rows, register entries and accounts: who they are, how they are paid, and what is wrong with that. */
import type { DemoCommune, DemoFacts, DemoProgramme } from './demo-facts.js';
import { randomDay, type DemoPerson, type PersonMaker } from './demo-person.js';
import {
  displayAmount,
  displayDate,
  type DemoCitizen,
  type DemoHousehold,
  type DemoRow,
} from './demo-row.js';
import type { MadeAccount } from './make-account.js';
import type { Random } from './random.js';
import {
  CITIZEN_DEFECTS,
  NO_ACCOUNT_REASONS,
  PROGRAMME_MIX,
  SECOND_RIGHT_SHARE,
  SHARED_RECEIVER_SHARE,
  WAYS_BY_AGE,
} from './shares.js';

export interface HouseholdTools {
  readonly random: Random;
  readonly facts: DemoFacts;
  readonly people: PersonMaker;
  readonly accountFor: (holder: DemoPerson) => MadeAccount;
  readonly today: string;
}

interface Receiver {
  readonly person: DemoPerson;
  readonly account: MadeAccount;
}

export function createHouseholdMaker(tools: HouseholdTools): (commune: DemoCommune) => DemoHousehold {
  const { random, facts, people } = tools;
  const lastReceiver = new Map<string, Receiver>();
  return (commune) => {
    const programme = facts.programmes.get(random.weigh<string>(PROGRAMME_MIX))!;
    const person = people.make(programme);
    const citizens = registerEntry(random, person, commune);
    const age = Number(tools.today.slice(0, 4)) - person.yearOfBirth;
    const way = WAYS_BY_AGE.find((each) => age <= each.untilAge)!;
    const draw = random.next();
    const base = personCells(tools, person, commune);
    if (draw < way.own) {
      const account = tools.accountFor(person);
      const payee = { ...ownCells(account), ...base };
      return household(tools, programme, payee, citizens, account.known ? [account.known] : []);
    }
    if (draw < way.own + way.authorised) {
      const known = random.chance(SHARED_RECEIVER_SHARE) ? lastReceiver.get(commune.code) : undefined;
      const receiver = known ?? makeReceiver(tools, person);
      lastReceiver.set(commune.code, receiver);
      const entry = known ? [] : registerEntry(random, receiver.person, commune);
      const accounts = known || !receiver.account.known ? [] : [receiver.account.known];
      return household(
        tools,
        programme,
        { ...base, ...receiverCells(tools, receiver, person) },
        [...citizens, ...entry],
        accounts,
      );
    }
    const reason =
      age <= 14 ? 'Dưới 15 tuổi, chưa có người giám hộ' : random.weigh<string>(NO_ACCOUNT_REASONS);
    const cash: DemoRow = {
      'Phương thức': 'Tiền mặt',
      'Tổ chức chi trả': 'Bưu điện',
      'Lý do không mở được tài khoản': reason,
    };
    return household(tools, programme, { ...base, ...cash }, citizens, []);
  };
}

function household(
  tools: HouseholdTools,
  programme: DemoProgramme,
  cells: DemoRow,
  citizens: readonly DemoCitizen[],
  accounts: DemoHousehold['accounts'],
): DemoHousehold {
  const rows = [{ ...cells, ...rightCells(tools, programme) }];
  if (programme.code !== 'HN-HO-TRO' && tools.random.chance(SECOND_RIGHT_SHARE)) {
    rows.push({ ...cells, ...rightCells(tools, tools.facts.programmes.get('HN-HO-TRO')!) });
  }
  return { rows, citizens, accounts };
}

/** What the register answers about a person: nearly always what the list says. */
export function registerEntry(
  random: Random,
  person: DemoPerson,
  commune: DemoCommune,
): readonly DemoCitizen[] {
  const { oldIdNumber, dateOfBirth, yearOfBirth, ...rest } = person;
  if (random.chance(CITIZEN_DEFECTS.unknown)) return [];
  const isOther = random.chance(CITIZEN_DEFECTS.otherBirth);
  const birthYear = isOther ? yearOfBirth - random.between(1, 3) : yearOfBirth;
  const date = isOther && dateOfBirth !== undefined ? randomDay(random, birthYear) : dateOfBirth;
  return [
    {
      ...rest,
      ...(oldIdNumber === undefined ? {} : { oldIdNumber }),
      ...(date === undefined ? { yearOfBirth: birthYear } : { dateOfBirth: date }),
      ...(random.chance(CITIZEN_DEFECTS.otherGender)
        ? { gender: person.gender === 'MALE' ? ('FEMALE' as const) : ('MALE' as const) }
        : {}),
      residenceCode: commune.code,
      ...(random.chance(CITIZEN_DEFECTS.deceased) ? { isDeceased: true } : {}),
    },
  ];
}

function personCells({ random, facts }: HouseholdTools, person: DemoPerson, commune: DemoCommune): DemoRow {
  const village = `Tổ ${random.between(1, 12)}, thôn Ví Dụ ${random.between(1, 9)}`;
  return {
    'Họ và tên': person.fullName,
    'Ngày sinh':
      person.dateOfBirth === undefined ? String(person.yearOfBirth) : displayDate(person.dateOfBirth),
    'Giới tính': person.gender === 'MALE' ? 'Nam' : 'Nữ',
    'Số định danh cá nhân/CCCD': person.personalId,
    ...(person.oldIdNumber === undefined ? {} : { 'Số CMND cũ': person.oldIdNumber }),
    'Địa chỉ': village,
    'Mã xã/Xã phường': random.weigh<string>([
      [commune.code, 60],
      [`${commune.code} - ${commune.name}`, 20],
      [`${commune.name}, ${facts.provinceName}`, 14],
      [commune.formerCodes.length > 0 ? random.pick(commune.formerCodes) : commune.code, 6],
    ]),
  };
}

function rightCells({ random }: HouseholdTools, programme: DemoProgramme): DemoRow {
  const amount =
    programme.amount ??
    random.between(
      programme.code === 'HN-HO-TRO' ? 60 : 1_900,
      programme.code === 'HN-HO-TRO' ? 200 : 5_600,
    ) * 1_000;
  return {
    'Mã chế độ/Đối tượng': random.chance(0.85) ? programme.code : programme.name,
    'Hệ số': programme.coefficient.replace('.', ','),
    'Mức hưởng (đồng)': random.chance(0.9) ? displayAmount(amount) : String(amount),
    'Từ tháng': `${random.weigh([
      ['07', 80],
      ['08', 8],
      ['09', 8],
      ['10', 4],
    ] as const)}/2026`,
    'Căn cứ': random.chance(0.5) ? `QĐ ${random.between(1, 400)}/QĐ-UBND` : programme.legalBasis,
  };
}

function ownCells({ institution, number, way }: MadeAccount): DemoRow {
  return {
    'Phương thức': way,
    'Tổ chức chi trả': institution,
    'Số tài khoản': number,
  };
}

function makeReceiver({ random, people, accountFor }: HouseholdTools, person: DemoPerson): Receiver {
  const familyName = person.fullName.split(' ')[0]!;
  const receiver = people.make({ ageFrom: 24, ageTo: 58, ...(random.chance(0.7) ? { familyName } : {}) });
  return { person: receiver, account: accountFor(receiver) };
}

function receiverCells(
  { random }: HouseholdTools,
  { person, account }: Receiver,
  beneficiary: DemoPerson,
): DemoRow {
  return {
    'Phương thức': 'Ủy quyền',
    'Người được ủy quyền': person.fullName,
    'Số định danh người được ủy quyền': person.personalId,
    'Quan hệ': random.pick(relationships(person, beneficiary)),
    'Văn bản ủy quyền': `GUQ ${random.between(1, 900)}/2026/UBND`,
    'Thời hạn ủy quyền': random.chance(0.02) ? '30/06/2026' : `31/12/${random.between(2026, 2028)}`,
    'Tổ chức chi trả của người được ủy quyền': account.institution,
    'Số tài khoản người được ủy quyền': account.number,
  };
}

/** What the receiver may be to the beneficiary, by their ages. */
function relationships(receiver: DemoPerson, beneficiary: DemoPerson): readonly string[] {
  const yearsOlder = beneficiary.yearOfBirth - receiver.yearOfBirth;
  const isWoman = receiver.gender === 'FEMALE';
  if (yearsOlder >= GENERATION_YEARS) return [isWoman ? 'Mẹ' : 'Bố', 'Người giám hộ'];
  if (yearsOlder <= -GENERATION_YEARS) return ['Con', 'Cháu'];
  if (receiver.gender !== beneficiary.gender) return [isWoman ? 'Vợ' : 'Chồng'];
  return ['Anh, chị, em'];
}

const GENERATION_YEARS = 17;
