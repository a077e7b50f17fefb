/** A register that speaks the population database's side over citizens.jsonl. It never imports the adapter's wire, client or
 *  translation; vectors hold both to one protocol. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { startSimulator } from '../kit/simulator/index.js';
import type {
  CreateSimulator,
  SimulatedCitizen,
  SimulatorHandler,
  SimulatorReply,
  SimulatorRequest,
  SimulatorWorld,
} from '../kit/simulator/index.js';
import { settingsOf } from './demo-partnership.js';
import {
  authenticationEnvelope,
  BadQuestion,
  faultEnvelope,
  lifeStatusEnvelope,
  readQuestion,
  recordsEnvelope,
  type Question,
} from './simulator/envelope.js';

export const createSimulator: CreateSimulator = (options) =>
  startSimulator('population', options, speakPopulation);

const settingsSchema = z.object({
  signedUrl: z.string(),
  user: z.string(),
  secretKey: z.string(),
  apiKey: z.string(),
  xRoadClient: z.string(),
});
type Settings = z.infer<typeof settingsSchema>;

/** One line of `questions.jsonl`: who asked what, without whom about. */
interface Asked {
  readonly requestId: string;
  readonly integrationCode: string;
  readonly officer: string;
  readonly at: string;
}

const clockSkewMsMax = 5 * 60_000;

function speakPopulation(world: SimulatorWorld): SimulatorHandler {
  const settings = settingsSchema.parse(settingsOf(world));
  const questions = world.journal<Asked>('questions');
  const seen = new Set(questions.entries.map(({ requestId }) => requestId));

  return (request) => {
    if (request.method !== 'POST') return { status: 405, body: 'SOAP is posted' };
    if (!isKnown(request, settings)) return { status: 401, body: 'unknown caller' };
    if (request.headers.soapaction === undefined) return soap(500, faultEnvelope('Client', 'no SOAPAction'));
    try {
      const question = readQuestion(request.body.toString('utf8'));
      if (seen.has(question.requestId)) throw new BadQuestion('MaYeuCau has been used');
      seen.add(question.requestId);
      const { requestId, integrationCode, officer } = question;
      questions.append({ requestId, integrationCode, officer, at: new Date().toISOString() });
      return answer(question, world);
    } catch (error) {
      if (!(error instanceof BadQuestion)) throw error;
      return soap(500, faultEnvelope('Client', error.message));
    }
  };
}

function answer(question: Question, world: SimulatorWorld): SimulatorReply {
  const key = question.personalId || question.oldIdNumber;
  if (world.faults.strikes('rateLimited', key)) return { status: 429, body: 'too many requests' };
  if (world.faults.strikes('serverError', key)) return soap(500, faultEnvelope('Server', 'try again later'));
  const citizen = find(question, world);
  switch (`${question.operation} ${question.integrationCode}`) {
    case 'XacThucThongTinCongDan 003':
      return soap(
        200,
        authenticationEnvelope((citizen !== undefined) !== world.faults.strikes('wrongVerdict', key)),
      );
    case 'TraCuuThongTinCongDan 037':
      return soap(200, recordsEnvelope(citizen ? [citizen] : []));
    case 'KiemTraTinhTrangCongDan 039': {
      const word = citizen?.isDeceased ? '1' : '0';
      return soap(200, lifeStatusEnvelope(world.faults.strikes('unknownStatusWord', key) ? '9' : word));
    }
    default:
      return soap(500, faultEnvelope('Client', 'no such operation for this MaTichHop'));
  }
}

/** Number, name and birth must all agree, or nobody is found. */
function find(question: Question, world: SimulatorWorld): SimulatedCitizen | undefined {
  const citizen = world.citizens.find(question.personalId);
  if (citizen?.fullName.normalize('NFC').toLocaleUpperCase('vi') !== question.fullName) return undefined;
  const birth = citizen.dateOfBirth?.replaceAll('-', '') ?? String(citizen.yearOfBirth ?? '');
  const length = Math.min(birth.length, question.birth.length);
  return birth.slice(0, length) === question.birth.slice(0, length) ? citizen : undefined;
}

function isKnown({ headers }: SimulatorRequest, settings: Settings): boolean {
  const timestamp = String(headers.timestamp ?? '');
  const text = settings.signedUrl + settings.user + timestamp + settings.secretKey;
  const password = createHash('sha256').update(text, 'utf8').digest('hex');
  const basic = Buffer.from(`${settings.user}:${password}`, 'utf8').toString('base64');
  return (
    Math.abs(Date.now() - Number(timestamp)) <= clockSkewMsMax &&
    headers.authorization === `Basic ${basic}` &&
    headers['x-road-client'] === settings.xRoadClient &&
    headers.apikey === settings.apiKey
  );
}

function soap(status: number, body: string): SimulatorReply {
  return { status, headers: { 'content-type': 'text/xml; charset=utf-8' }, body };
}
