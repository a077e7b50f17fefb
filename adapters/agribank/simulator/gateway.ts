/** The simulated bank's door: who calls, with what signature, and how its own answers are signed. */
import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';
import { dropFolderSettings } from './drop-folder.js';
import { extensionOf, fileSignatureSettings, isPartners, signFile } from './file-signature.js';
import type { SimulatorReply, SimulatorRequest } from '../../kit/simulator/index.js';

export const settingsSchema = z.object({
  clientId: z.string().min(1),
  secret: z.string().min(16),
  /** Where files are pushed to; without it they wait in the outbox. */
  pushUrl: z.url().optional(),
  /** Without it files travel unsigned, both ways. */
  fileSignature: fileSignatureSettings.optional(),
  /** Files are exchanged here; without it over HTTP. */
  dropFolder: dropFolderSettings.optional(),
});

export type Settings = z.infer<typeof settingsSchema>;

const ownBank = '970405';
const clockSkewMsMax = 5 * 60_000;

export class Gateway {
  constructor(private readonly settings: Settings) {}

  /** The reply that turns a caller away, or nothing when the caller is who it says. */
  turnAway(request: SimulatorRequest): SimulatorReply | undefined {
    const timestamp = String(request.headers['x-timestamp'] ?? '');
    const isFresh = Math.abs(Date.now() - Date.parse(timestamp)) <= clockSkewMsMax;
    const expected = this.#sign([request.method, request.path, timestamp], request.body);
    const isKnown =
      request.headers['x-client-id'] === this.settings.clientId &&
      request.headers['x-signature'] === expected;
    return isFresh && isKnown ? undefined : { status: 401, body: 'unknown caller or signature' };
  }

  /** Signs an answer for the request that it answers, so that it cannot be passed off as the answer to another. */
  answer(request: SimulatorRequest, reply: SimulatorReply, isBroken: boolean): SimulatorReply {
    const timestamp = String(request.headers['x-timestamp'] ?? '');
    const answered = [String(reply.status), request.method, request.path, timestamp];
    const signature = this.#sign(answered, Buffer.from(reply.body ?? ''));
    return {
      ...reply,
      headers: { ...reply.headers, 'x-signature': isBroken ? signature.replace(/./g, '0') : signature },
    };
  }

  /** Name of a file's signature; undefined where the partnership has no keys. */
  companionOf(name: string): string | undefined {
    const { fileSignature } = this.settings;
    return fileSignature && `${name}${extensionOf(fileSignature)}`;
  }

  /** The bank's signature of a file of its own. */
  signatureOf(name: string, content: string): Buffer | undefined {
    const { fileSignature, clientId } = this.settings;
    const file = { content: Buffer.from(content), subject: `${clientId}/${name}` };
    return fileSignature && signFile(fileSignature, file);
  }

  /** True for every file where the partnership has no keys. */
  isPartnersFile(name: string, content: Buffer, signature: Buffer | undefined): boolean {
    const { fileSignature } = this.settings;
    if (fileSignature === undefined) return true;
    const file = { content, subject: `${ownBank}/${name}` };
    return signature !== undefined && isPartners(fileSignature, file, signature);
  }

  /** The reply that turns a file away which is not signed as agreed. */
  turnAwayFile({ headers, body }: SimulatorRequest): SimulatorReply | undefined {
    const signature = Buffer.from(String(headers['x-file-signature'] ?? ''), 'base64');
    return this.isPartnersFile(String(headers['x-file-name'] ?? ''), body, signature)
      ? undefined
      : { status: 401, body: 'the file is not signed by the partner' };
  }

  /** Headers of a file that the bank pushes. */
  pushHeaders(path: string, name: string, body: string): Record<string, string> {
    const timestamp = new Date().toISOString();
    const signature = this.signatureOf(name, body);
    return {
      ...(signature && { 'x-file-name': name, 'x-file-signature': signature.toString('base64') }),
      'content-type': 'application/xml',
      'x-client-id': this.settings.clientId,
      'x-timestamp': timestamp,
      'x-signature': this.#sign(['POST', path, timestamp], Buffer.from(body)),
    };
  }

  #sign(parts: readonly string[], body: Buffer): string {
    const digest = createHash('sha256').update(body).digest('hex');
    return createHmac('sha256', this.settings.secret)
      .update([...parts, digest].join('\n'))
      .digest('hex');
  }
}
