/** A post that speaks its side of this profile over a book on disk, with counters, postmen and people who come or do not. It never
 *  imports the adapter's wire, client, signature or translation; vectors hold both to one protocol. */
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
import { Gateway, settingsSchema } from './simulator/gateway.js';
import type { Word } from './simulator/office-book.js';
import { payOutSheet } from './simulator/pay-out-sheet.js';
import { PostOffice } from './simulator/post-office.js';

const linesMax = 500;

const line = z.object({
  maChiTra: z.string().regex(/^[A-Z0-9]{1,35}$/),
  soTien: z.number(),
  nguoiNhan: z.string().min(1),
  soDinhDanh: z.string().optional(),
  hinhThuc: z.enum(['QUAY', 'TAI_NHA']),
  hanChiTra: z.iso.date(),
});

const handOver = z.object({
  maDoiTac: z.string(),
  maDanhSach: z.string().min(1).max(64),
  soDong: z.int(),
  tongTien: z.int(),
  dong: z.array(line.loose()).min(1),
});

export const createSimulator: CreateSimulator = (options) => startSimulator('vnpost', options, speakVnPost);

function speakVnPost(world: SimulatorWorld): SimulatorHandler {
  const settings = settingsSchema.parse(settingsOf(world));
  const gateway = new Gateway(settings);
  const office = new PostOffice(world, gateway, settings);

  return (request) => {
    if (request.path.startsWith('/__post/')) return rehearse(office, request);
    const refusal = gateway.turnAway(request);
    if (refusal) return refusal;
    const key = keyOf(request);
    if (world.faults.strikes('rateLimited', key)) return { status: 429, body: 'L08' };
    if (world.faults.strikes('serverError', key)) return { status: 500, body: 'L99' };
    const reply = route(request, office, settings.partnerCode, world);
    if (reply.booked !== undefined && world.faults.strikes('serverErrorAfterBooking', reply.booked))
      return { status: 500, body: 'L99', booked: reply.booked };
    return gateway.answer(request, reply, world.faults.strikes('wrongSignature', key));
  };
}

function route(
  { method, path, query, body }: SimulatorRequest,
  office: PostOffice,
  partnerCode: string,
  world: SimulatorWorld,
): SimulatorReply {
  const [, , , what = '', name = ''] = path.split('/');
  switch (`${method} ${what}`) {
    case 'POST danh-sach':
      return takeList(body, office, partnerCode, world);
    case 'GET chi-tra': {
      const word = office.book.wordOn(name);
      return json(200, word ? misreport(word, world) : { maChiTra: name, trangThai: 'KHONG_CO' });
    }
    case 'GET bien-dong':
      return json(200, { bienDong: office.book.unconfirmed(Number(query.get('toiDa') ?? 200)) });
    case 'PUT bien-dong':
      office.book.confirm(z.object({ den: z.int() }).parse(JSON.parse(body.toString('utf8'))).den);
      return json(200, {});
    case 'GET bang-ke': {
      const sheet = payOutSheet(name, partnerCode, office.book.reports);
      return sheet === undefined
        ? json(404, {})
        : { status: 200, headers: { 'content-type': 'text/csv' }, body: sheet };
    }
    default:
      return { status: 404, body: 'L05' };
  }
}

function takeList(
  body: Buffer,
  office: PostOffice,
  partnerCode: string,
  world: SimulatorWorld,
): SimulatorReply {
  const read = handOver.safeParse(jsonOf(body));
  if (!read.success) return json(400, { trangThai: 'TU_CHOI', maLoi: 'L01' });
  const { maDoiTac, maDanhSach, soDong, tongTien, dong } = read.data;
  const refuse = (maLoi: string) => json(200, { maDanhSach, trangThai: 'TU_CHOI', maLoi });
  if (maDoiTac !== partnerCode) return refuse('L02');
  const sum = dong.reduce((total, { soTien }) => total + soTien, 0);
  if (dong.length !== soDong || sum !== tongTien) return refuse('L04');
  if (dong.length > linesMax) return refuse('L06');
  const words = office.take({ maDanhSach, dong });
  if (words === undefined) return refuse('L03');
  const taken = words.find(({ trangThai }) => trangThai !== 'TU_CHOI')?.maChiTra;
  const answer = { maDanhSach, trangThai: 'DA_NHAN', dong: words.map((word) => misreport(word, world)) };
  return { ...json(200, answer), booked: taken };
}

function misreport(word: Word, { faults }: SimulatorWorld): Word {
  const trangThai = faults.strikes('unknownStatusWord', word.maChiTra) ? 'CHUYEN_PHAT' : word.trangThai;
  const soTien = faults.strikes('wrongAmount', word.maChiTra) ? word.soTien + 1 : word.soTien;
  return { ...word, trangThai, soTien };
}

/** Not of the protocol: what people and clerks do, for tests and demos. */
function rehearse(office: PostOffice, { method, path, body }: SimulatorRequest): SimulatorReply {
  if (`${method} ${path}` === 'PUT /__post/period-end') {
    for (const list of office.book.lists) office.close(list);
    return json(200, {});
  }
  const order = z.object({
    reference: z.string(),
    outcome: z.string().optional(),
    isLate: z.boolean().optional(),
  });
  const { reference, outcome, isLate } = order.parse(jsonOf(body));
  const found = office.find(reference);
  if (!found) return json(404, {});
  if (path === '/__post/collections')
    return json(office.payOut(found.number, found.listId, isLate) ? 200 : 409, {});
  if (path === '/__post/visits' && outcome !== undefined)
    return json(office.say(found.number, found.listId, outcome) ? 200 : 409, {});
  return json(404, {});
}

/** What the draw of a fault is keyed by: the payment where the request names one, so that order does not matter. */
function keyOf({ path, body }: SimulatorRequest): string {
  return /"maChiTra":"([^"]+)"/.exec(body.toString('utf8'))?.[1] ?? path;
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // No JSON is no list.
    return undefined;
  }
}

function json(status: number, value: unknown): SimulatorReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
