import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, readConfig } from '../../src/app/config.js';

const NAMES = [
  'PORT',
  'DATABASE_URL',
  'HUB_ADAPTERS',
  'HUB_CONFIG',
  'HUB_DATA_DIR',
  'HUB_DEMO_PEOPLE',
  'OIDC_ISSUER',
];
const before = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ansinh-hub-config-'));
  for (const name of NAMES) Reflect.deleteProperty(process.env, name);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  for (const name of NAMES) {
    if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = before[name];
  }
});

describe('the settings of a hub', () => {
  it('have a default each', () => {
    expect(readConfig()).toMatchObject({
      port: 4000,
      demoPeople: 2000,
      adapters: undefined,
      adapterConfigs: {},
    });
  });

  it.each([
    ['all', 'all'],
    ['none', []],
    ['bidv, momo', ['bidv', 'momo']],
    ['', undefined],
  ])('read HUB_ADAPTERS=%s', (text, adapters) => {
    process.env['HUB_ADAPTERS'] = text;

    expect(readConfig().adapters).toEqual(adapters);
  });

  it.each([
    ['PORT', 'seven'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://localhost/hub'],
    ['HUB_DEMO_PEOPLE', '0'],
    ['OIDC_ISSUER', 'issuer'],
    ['HUB_CONFIG', '/no/such/file.yml'],
  ])('name %s when it cannot be %j', (name, value) => {
    process.env[name] = value;

    expect(() => readConfig()).toThrow(ConfigError);
    expect(() => readConfig()).toThrow(new RegExp(name));
  });

  it('take limits from a file, of roles that there are', () => {
    const path = join(folder, 'hub.yml');
    process.env['HUB_CONFIG'] = path;

    writeFileSync(path, 'limits: { operations: { officer: 500 }, socketsOfClient: 10 }\n');
    const { limits } = readConfig();
    writeFileSync(path, 'limits: { operations: { offcier: 500 } }\n');

    expect(limits).toEqual({ operations: { officer: 500 }, socketsOfClient: 10 });
    expect(() => readConfig()).toThrow(/offcier/);
  });

  it('take adapters and policy from a file, and nothing that they do not know', () => {
    const path = join(folder, 'hub.yml');
    process.env['HUB_CONFIG'] = path;

    writeFileSync(
      path,
      'adapters:\n  bidv: { baseUrl: https://bidv.example }\npolicy: { freshnessDays: 7 }\n',
    );
    const config = readConfig();
    writeFileSync(path, 'polices: {}\n');

    expect(config.adapterConfigs).toEqual({ bidv: { baseUrl: 'https://bidv.example' } });
    expect(config.policy).toEqual({ freshnessDays: 7 });
    expect(() => readConfig()).toThrow(/polices/);
  });
});
