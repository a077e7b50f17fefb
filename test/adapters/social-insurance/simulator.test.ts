/** The simulated register is held to the same messages as the adapter, so that a protocol misread once does not pass twice. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import type { SimulatedRecipient, Simulator } from '../../../adapters/kit/simulator/index.js';
import { createSimulator } from '../../../adapters/social-insurance/simulator.js';
import { signHead } from '../../../adapters/social-insurance/simulator/sign-head.js';
import { registerKey, signature, vector } from './vectors.js';

let simulator: Simulator | undefined;
afterEach(() => simulator?.stop());

const common = { benefit: 'HUU_TRI', provinceCode: '37' } as const;
const people: readonly SimulatedRecipient[] = [
  {
    ...{
      ...common,
      personalId: '037150000001',
      fullName: 'Nguyễn Thị Ánh Đào',
      dateOfBirth: '1950-03-02',
      gender: 'FEMALE',
    },
    ...{
      communeCode: '13285',
      monthlyAmount: 5_400_000,
      validFrom: '2015-05-01',
      documentRef: 'Sổ BHXH 6025703296',
    },
    account: { institution: '970418', number: '48310001234567' },
  },
  {
    ...{ ...common, personalId: '037050000002', fullName: "H'Bia Niê", yearOfBirth: 1950, gender: 'MALE' },
    ...{
      communeCode: '13291',
      monthlyAmount: 2_400_000,
      validFrom: '2012-01-01',
      documentRef: 'Sổ BHXH 6025703297',
    },
  },
  {
    ...{
      ...common,
      personalId: '037150000003',
      fullName: 'Lê Thị Mẫu',
      dateOfBirth: '1948-12-31',
      gender: 'FEMALE',
    },
    ...{
      communeCode: '13285',
      monthlyAmount: 3_100_000,
      validFrom: '2026-11-01',
      documentRef: 'QĐ 12/QĐ-BHXH',
    },
    ...{ account: { institution: 'MOMO', number: '0912345678' }, receiverName: 'Trần Văn Khác' },
  },
];

async function start(): Promise<(path: string, headers?: Record<string, string>) => Promise<Response>> {
  const settings = { clientId: 'hub', clientSecret: 'secret', signingKeyPem: registerKey, pageSize: 2 };
  simulator = await createSimulator({ dataDir: mkdtempSync(join(tmpdir(), 'bhxh-')), settings });
  simulator.recipients.put(people);
  const { url } = simulator;
  const answer = await fetch(`${url}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('hub:secret')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'danh-sach-huong' }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return (path, headers = {}) =>
    fetch(`${url}/bhxh/an-sinh/v1/danh-sach${path}`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
}

it('the simulated register signs as openssl does', () => {
  expect(signHead(vector('head.json').toString('utf8'), registerKey)).toBe(signature);
});

it('the simulated register draws up the very pages of the vectors', async () => {
  const get = await start();
  const period = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 7);
  const { danhSach } = (await (await get(`?ky=${period}`)).json()) as { danhSach: { maDanhSach: string }[] };
  const path = `/${danhSach[0]?.maDanhSach ?? ''}`;

  const head = (await (await get(path)).json()) as Record<string, unknown>;
  const pages = await Promise.all([1, 2].map(async (page) => (await get(`${path}/trang/${page}`)).text()));

  const wanted = JSON.parse(vector('head.json').toString('utf8')) as Record<string, unknown>;
  expect(Object.keys(head)).toEqual(Object.keys(wanted));
  expect(head['cacTrang']).toEqual(wanted['cacTrang']);
  expect(pages).toEqual(['page-1.json', 'page-2.json'].map((name) => vector(name).toString('utf8')));
});

it('the simulated register says nothing new while nothing is, and a changed one shows a new list and the old no more', async () => {
  const get = await start();
  const period = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 7);
  const first = await get(`?ky=${period}`);
  const etag = first.headers.get('etag') ?? '';
  const [before] = ((await first.json()) as { danhSach: { maDanhSach: string }[] }).danhSach;

  const again = await get(`?ky=${period}`, { 'if-none-match': etag });
  simulator?.recipients.put([{ ...people[0]!, isStruckOff: true }]);
  const changed = await get(`?ky=${period}`, { 'if-none-match': etag });
  const gone = await get(`/${before?.maDanhSach ?? ''}`);

  expect([again.status, changed.status, gone.status]).toEqual([304, 200, 404]);
});

it('the simulated register lets nobody in without its token', async () => {
  const get = await start();

  expect((await get('?ky=2026-11', { authorization: 'Bearer another' })).status).toBe(401);
});
