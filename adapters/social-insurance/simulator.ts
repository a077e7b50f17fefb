/** The register's side over recipients.jsonl: who stands there today is on this month's list. It never imports the adapter's
 *  wire, client or translation; vectors hold both to one protocol. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { startSimulator } from '../kit/simulator/index.js';
import type {
  CreateSimulator,
  SimulatorHandler,
  SimulatorReply,
  SimulatorRequest,
  SimulatorWorld,
} from '../kit/simulator/index.js';
import { settingsOf } from './demo-partnership.js';
import { drawUpLists, monthOf, type DrawnList, type Issue } from './simulator/draw-up-lists.js';
import { signHead } from './simulator/sign-head.js';

export const createSimulator: CreateSimulator = (options) =>
  startSimulator('social-insurance', options, speakSocialInsurance);

const settingsSchema = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  signingKeyPem: z.string(),
  pageSize: z.number(),
});
type Settings = z.infer<typeof settingsSchema>;

const root = '/bhxh/an-sinh/v1/danh-sach';
const tokenMs = 600_000;

function speakSocialInsurance(world: SimulatorWorld): SimulatorHandler {
  const settings = settingsSchema.parse(settingsOf(world));
  const issues = world.journal<Issue>('issues');
  const tokens = new Map<string, number>();

  let drawn: { readonly of: string; readonly lists: readonly DrawnList[] } | undefined;
  const listsOfToday = (): readonly DrawnList[] => {
    const now = new Date();
    const of = `${monthOf(now)} ${world.recipients.version}`;
    const { pageSize } = settings;
    if (drawn?.of !== of)
      drawn = { of, lists: drawUpLists(world.recipients.rows, issues, { now, pageSize }) };
    return drawn.lists;
  };

  return (request) => {
    if (world.faults.strikes('rateLimited', request.path)) return { status: 429, body: 'too many requests' };
    if (world.faults.strikes('serverError', request.path)) return { status: 503, body: 'try again later' };
    if (request.path === '/oauth2/token') return giveToken(request, settings, tokens);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if ((tokens.get(token) ?? 0) < Date.now()) return { status: 401, body: 'no valid token' };
    if (request.method !== 'GET' || !request.path.startsWith(root))
      return { status: 404, body: 'no such resource' };
    const lists = listsOfToday();
    const [number = '', word, page] = request.path
      .slice(root.length + 1)
      .split('/')
      .map(decodeURIComponent);
    if (number === '') return catalogue(request, lists);
    const list = lists.find((each) => each.number === number);
    if (list && word === undefined) return head(list, world, settings);
    const body = word === 'trang' ? list?.pages[Number(page) - 1] : undefined;
    if (body === undefined) return { status: 404, body: 'no such list' };
    return json(200, world.faults.strikes('truncated', request.path) ? withoutLast(body) : body);
  };
}

function giveToken(
  request: SimulatorRequest,
  settings: Settings,
  tokens: Map<string, number>,
): SimulatorReply {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const [, given = ''] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const known = Buffer.from(`${settings.clientId}:${settings.clientSecret}`);
  const offered = Buffer.from(given, 'base64');
  const isKnown = offered.length === known.length && timingSafeEqual(offered, known);
  if (request.method !== 'POST' || form.get('grant_type') !== 'client_credentials')
    return json(400, '{"error":"unsupported_grant_type"}');
  if (!isKnown || form.get('scope') !== 'danh-sach-huong') return json(401, '{"error":"invalid_client"}');
  const token = randomBytes(16).toString('hex');
  tokens.set(token, Date.now() + tokenMs);
  return json(
    200,
    JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: tokenMs / 1_000 }),
  );
}

function catalogue({ query, headers }: SimulatorRequest, lists: readonly DrawnList[]): SimulatorReply {
  const danhSach = lists
    .filter(({ period }) => period === query.get('ky'))
    .map(({ number, area }) => ({ maDanhSach: number, maDiaBan: area }));
  const body = JSON.stringify({ danhSach });
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
  if (headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
  return { ...json(200, body), headers: { 'content-type': 'application/json', etag } };
}

function head(list: DrawnList, { faults }: SimulatorWorld, { signingKeyPem }: Settings): SimulatorReply {
  const signed = faults.strikes('wrongSignature', list.number) ? `${list.head} ` : list.head;
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'x-chu-ky': signHead(signed, signingKeyPem) },
    body: list.head,
  };
}

/** Still JSON: only its digest and its count tell that somebody is missing. */
function withoutLast(body: string): string {
  const page = JSON.parse(body) as { nguoiHuong: unknown[] };
  return JSON.stringify({ ...page, nguoiHuong: page.nguoiHuong.slice(0, -1) });
}

function json(status: number, body: string): SimulatorReply {
  return { status, headers: { 'content-type': 'application/json' }, body };
}
