/**
 * How the simulated bank reads a customer's messages: strictly, by its own means. What a bank's host would refuse is refused
 * here with the code it would use, so that a field the adapter forgets is found by the first test and not by the bank.
 */
import { XMLParser } from 'fast-xml-parser';

export interface Instruction {
  readonly endToEndId: string;
  readonly uetr: string;
  readonly amount: number;
  readonly account: string;
  readonly bank: string;
  readonly creditorName: string;
  readonly debtorAccount: string;
}

export interface InstructionFile {
  readonly messageId: string;
  readonly instructions: readonly Instruction[];
}

export interface VerificationQuestion {
  readonly messageId: string;
  readonly id: string;
  readonly name: string;
  readonly personalId: string;
  readonly account: string;
  readonly bank: string;
}

/** A file turned away as a whole; `code` is an ISO 20022 external status reason. */
export class FileRefusal extends Error {
  constructor(
    readonly code: string,
    readonly messageId: string,
  ) {
    super(code);
  }
}

type Node = { readonly [name: string]: Node | undefined } | string | readonly Node[] | undefined;

const repeated = new Set(['PmtInf', 'CdtTrfTxInf']);
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => repeated.has(name),
});

/** A pain.001.001.09 file. @throws FileRefusal */
export function readInstructionFile(text: string): InstructionFile {
  const document = parse(text);
  const initiation = at(document, 'Document', 'CstmrCdtTrfInitn');
  const header = at(initiation, 'GrpHdr');
  const messageId = word(at(header, 'MsgId'));
  const refuse = (code: string) => new FileRefusal(code, messageId.slice(0, 35) || 'NOTPROVIDED');
  if (word(at(document, 'Document', '@xmlns')) !== 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09')
    throw refuse('FF01');
  const isHeaderWhole =
    /^.{1,35}$/.test(messageId) &&
    !Number.isNaN(Date.parse(word(at(header, 'CreDtTm')))) &&
    word(at(header, 'InitgPty', 'Nm')) !== '';
  const groups = list(at(initiation, 'PmtInf'));
  if (!isHeaderWhole || groups.length === 0) throw refuse('FF01');
  const instructions = groups.flatMap((group) => readGroup(group, refuse));
  checkTotals(header, instructions, refuse);
  return { messageId, instructions };
}

function readGroup(group: Node, refuse: (code: string) => FileRefusal): readonly Instruction[] {
  const debtorAccount = word(at(group, 'DbtrAcct', 'Id', 'Othr', 'Id'));
  if (debtorAccount === '') throw refuse('AC02');
  const isWhole =
    /^.{1,35}$/.test(word(at(group, 'PmtInfId'))) &&
    word(at(group, 'PmtMtd')) === 'TRF' &&
    /^(true|false)$/.test(word(at(group, 'BtchBookg'))) &&
    /^[A-Z0-9]{1,4}$/.test(word(at(group, 'PmtTpInf', 'CtgyPurp', 'Cd'))) &&
    word(at(group, 'Dbtr', 'Nm')) !== '';
  if (!isWhole) throw refuse('FF01');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(word(at(group, 'ReqdExctnDt', 'Dt')))) throw refuse('DT01');
  if (!/^\d{6,8}$/.test(bankOf(at(group, 'DbtrAgt')))) throw refuse('RC03');
  const instructions = list(at(group, 'CdtTrfTxInf')).map((transfer) =>
    readTransfer(transfer, debtorAccount, refuse),
  );
  checkTotals(group, instructions, refuse);
  return instructions;
}

function readTransfer(
  transfer: Node,
  debtorAccount: string,
  refuse: (code: string) => FileRefusal,
): Instruction {
  const amount = at(transfer, 'Amt', 'InstdAmt');
  const instruction = {
    endToEndId: word(at(transfer, 'PmtId', 'EndToEndId')),
    uetr: word(at(transfer, 'PmtId', 'UETR')),
    amount: /^[1-9]\d{0,14}$/.test(word(at(amount, '#text'))) ? Number(word(at(amount, '#text'))) : 0,
    account: word(at(transfer, 'CdtrAcct', 'Id', 'Othr', 'Id')),
    bank: bankOf(at(transfer, 'CdtrAgt')),
    creditorName: word(at(transfer, 'Cdtr', 'Nm')),
    debtorAccount,
  };
  const isWhole =
    /^[A-Za-z0-9/\-?:().,'+ ]{1,35}$/.test(instruction.endToEndId) &&
    /^[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}$/.test(instruction.uetr) &&
    /^.{1,140}$/.test(instruction.creditorName) &&
    instruction.account.length <= 34 &&
    /^[A-Z0-9]{1,4}$/.test(word(at(transfer, 'Purp', 'Cd'))) &&
    /^[ -~]{1,140}$/.test(word(at(transfer, 'RmtInf', 'Ustrd')));
  if (!isWhole) throw refuse('FF01');
  if (word(at(amount, '@Ccy')) !== 'VND') throw refuse('AM03');
  return instruction;
}

function checkTotals(
  holder: Node,
  instructions: readonly Instruction[],
  refuse: (code: string) => FileRefusal,
): void {
  const sum = instructions.reduce((total, { amount }) => total + amount, 0);
  if (word(at(holder, 'NbOfTxs')) !== String(instructions.length)) throw refuse('AM18');
  if (word(at(holder, 'CtrlSum')) !== String(sum)) throw refuse('AM10');
}

/** An acmt.023.001.03 request about one account. @throws FileRefusal */
export function readVerificationQuestion(text: string): VerificationQuestion {
  const document = parse(text);
  const request = at(document, 'Document', 'IdVrfctnReq');
  const asked = at(request, 'Vrfctn', 'PtyAndAcctId');
  const question = {
    messageId: word(at(request, 'Assgnmt', 'MsgId')),
    id: word(at(request, 'Vrfctn', 'Id')),
    name: word(at(asked, 'Pty', 'Nm')),
    personalId: word(at(asked, 'Pty', 'Id', 'PrvtId', 'Othr', 'Id')),
    account: word(at(asked, 'Acct', 'Id', 'Othr', 'Id')),
    bank: bankOf(at(asked, 'Agt')),
  };
  const isWhole =
    word(at(document, 'Document', '@xmlns')) === 'urn:iso:std:iso:20022:tech:xsd:acmt.023.001.03' &&
    question.messageId !== '' &&
    question.id !== '' &&
    question.account !== '' &&
    at(request, 'Assgnmt', 'Assgnr') !== undefined &&
    at(request, 'Assgnmt', 'Assgne') !== undefined;
  if (!isWhole) throw new FileRefusal('FF01', question.messageId || 'NOTPROVIDED');
  return question;
}

function parse(text: string): Node {
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- alone, the parser takes a file that was cut off for a whole one
    return parser.parse(text, true) as Node;
  } catch {
    throw new FileRefusal('FF01', 'NOTPROVIDED');
  }
}

function bankOf(agent: Node): string {
  return word(at(agent, 'FinInstnId', 'ClrSysMmbId', 'MmbId'));
}

function at(node: Node, ...names: readonly string[]): Node {
  return names.reduce<Node>((here, name) => {
    if (typeof here !== 'object' || Array.isArray(here)) return undefined;
    return (here as Record<string, Node>)[name];
  }, node);
}

function word(node: Node): string {
  return typeof node === 'string' ? node : '';
}

function list(node: Node): readonly Node[] {
  return Array.isArray(node) ? (node as readonly Node[]) : [];
}
