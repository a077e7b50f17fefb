/** How a payment file leaves: signed where the partnership has keys, into the folder or as the body of a request. */
import { putFile, type FileSignatures, type NamedFile } from '../kit/index.js';
import type { PaymentFile } from './wire.js';

export interface OutgoingFile extends NamedFile {
  readonly companion?: NamedFile;
}

/** @throws AdapterError MISCONFIGURED when it cannot be signed */
export async function signFile(
  { messageId, content }: PaymentFile,
  signatures: FileSignatures | undefined,
): Promise<OutgoingFile> {
  const file = { name: `${messageId}.pain.001.xml`, content: Buffer.from(content, 'utf8') };
  if (!signatures) return file;
  const signature = await signatures.sign(file.name, file.content);
  return { ...file, companion: { name: signatures.companionOf(file.name), content: signature } };
}

/** Puts it where the bank fetches it. @throws AdapterError NOT_SENT when nothing has been put there */
export async function dropFile(folder: string, { companion, ...file }: OutgoingFile): Promise<void> {
  await putFile(folder, file, companion);
}
