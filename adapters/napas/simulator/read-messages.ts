/**
 * How the simulated switch reads a participant's messages: strictly, by its own means. What a switch would refuse is refused here
 * with the code it would use, so that a field the adapter forgets is found by the first test and not by the switch.
 */
import { XMLParser } from 'fast-xml-parser';

export interface Instruction {
  readonly messageId: string;
  readonly endToEndId: string;
  readonly uetr: string;
  readonly amount: number;
  readonly bank: string;
  readonly account: string;
  readonly creditorName: string;
  readonly ultimateCreditorName: string;
  readonly debtorAccount: string;
}

export interface StatusQuestion {
  readonly messageId: string;
  readonly endToEndId: string;
}

export interface AccountQuestion {
  readonly messageId: string;
  readonly id: string;
  readonly bank: string;
  readonly account: string;
}

/** A message turned away as a whole; `code` is an ISO 20022 external status reason. */
export class MessageRefusal extends Error {
  constructor(
    readonly code: string,
    readonly messageId: string,
  ) {
    super(code);
  }
}

type Node = { readonly [name: string]: Node | undefined } | string | undefined;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
});

// The order of the published pacs.008.001.08.xsd, for the elements that this profile knows.
const headerOrder = ['MsgId', 'CreDtTm', 'NbOfTxs', 'SttlmInf', 'InstgAgt', 'InstdAgt'];
const transferOrder = ['PmtId', 'PmtTpInf', 'IntrBkSttlmAmt', 'IntrBkSttlmDt', 'ChrgBr', 'Dbtr', 'DbtrAcct', 'DbtrAgt']
  .concat(['CdtrAgt', 'Cdtr', 'CdtrAcct', 'UltmtCdtr', 'Purp', 'RmtInf']); // prettier-ignore

/** A pacs.008.001.08 with one transfer. @throws MessageRefusal */
export function readInstruction(text: string): Instruction {
  const message = open(text, 'pacs.008.001.08', 'FIToFICstmrCdtTrf');
  const header = at(message, 'GrpHdr');
  const transfer = at(message, 'CdtTrfTxInf');
  const messageId = word(at(header, 'MsgId'));
  const amount = at(transfer, 'IntrBkSttlmAmt');
  const refuse = (code: string) => new MessageRefusal(code, messageId.slice(0, 35) || 'NOTPROVIDED');
  const instruction = {
    messageId,
    endToEndId: word(at(transfer, 'PmtId', 'EndToEndId')),
    uetr: word(at(transfer, 'PmtId', 'UETR')),
    amount: /^[1-9]\d{0,14}$/.test(word(at(amount, '#text'))) ? Number(word(at(amount, '#text'))) : 0,
    bank: bankOf(at(transfer, 'CdtrAgt')),
    account: word(at(transfer, 'CdtrAcct', 'Id', 'Othr', 'Id')),
    creditorName: word(at(transfer, 'Cdtr', 'Nm')),
    ultimateCreditorName: word(at(transfer, 'UltmtCdtr', 'Nm')),
    debtorAccount: word(at(transfer, 'DbtrAcct', 'Id', 'Othr', 'Id')),
  };
  const isWhole =
    isInOrder(header, headerOrder) &&
    isInOrder(transfer, transferOrder) &&
    /^.{1,35}$/.test(messageId) &&
    !Number.isNaN(Date.parse(word(at(header, 'CreDtTm')))) &&
    word(at(header, 'SttlmInf', 'SttlmMtd')) === 'CLRG' &&
    word(at(header, 'SttlmInf', 'ClrSys', 'Prtry')) === 'NAPAS' &&
    bankOf(at(header, 'InstdAgt')) === instruction.bank &&
    bankOf(at(header, 'InstgAgt')) === bankOf(at(transfer, 'DbtrAgt')) &&
    /^[A-Za-z0-9]{1,35}$/.test(instruction.endToEndId) &&
    word(at(transfer, 'PmtId', 'TxId')) === instruction.endToEndId &&
    /^[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}$/.test(instruction.uetr) &&
    /^[A-Z0-9]{1,4}$/.test(word(at(transfer, 'PmtTpInf', 'CtgyPurp', 'Cd'))) &&
    word(at(transfer, 'ChrgBr')) === 'DEBT' &&
    /^[ -~]{1,140}$/.test(word(at(transfer, 'Dbtr', 'Nm'))) &&
    /^[ -~]{1,140}$/.test(instruction.creditorName) &&
    /^[A-Z0-9]{1,4}$/.test(word(at(transfer, 'Purp', 'Cd'))) &&
    /^[ -~]{1,140}$/.test(word(at(transfer, 'RmtInf', 'Ustrd')));
  if (!isWhole) throw refuse('FF01');
  if (word(at(header, 'NbOfTxs')) !== '1') throw refuse('AM18');
  if (word(at(amount, '@Ccy')) !== 'VND') throw refuse('AM03');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(word(at(transfer, 'IntrBkSttlmDt')))) throw refuse('DT01');
  if (instruction.debtorAccount === '') throw refuse('AC02');
  if (!/^\d{6,8}$/.test(bankOf(at(transfer, 'DbtrAgt')))) throw refuse('RC03');
  return instruction;
}

/** A pacs.028.001.03 about one transfer. @throws MessageRefusal */
export function readStatusQuestion(text: string): StatusQuestion {
  const message = open(text, 'pacs.028.001.03', 'FIToFIPmtStsReq');
  const messageId = word(at(message, 'GrpHdr', 'MsgId'));
  const endToEndId = word(at(message, 'TxInf', 'OrgnlEndToEndId'));
  const isWhole =
    /^.{1,35}$/.test(messageId) &&
    endToEndId !== '' &&
    word(at(message, 'TxInf', 'OrgnlTxId')) === endToEndId &&
    word(at(message, 'OrgnlGrpInf', 'OrgnlMsgNmId')) === 'pacs.008.001.08';
  if (!isWhole) throw new MessageRefusal('FF01', messageId || 'NOTPROVIDED');
  return { messageId, endToEndId };
}

/** An acmt.023.001.03 about one account. @throws MessageRefusal */
export function readAccountQuestion(text: string): AccountQuestion {
  const message = open(text, 'acmt.023.001.03', 'IdVrfctnReq');
  const question = {
    messageId: word(at(message, 'Assgnmt', 'MsgId')),
    id: word(at(message, 'Vrfctn', 'Id')),
    bank: bankOf(at(message, 'Vrfctn', 'PtyAndAcctId', 'Agt')),
    account: word(at(message, 'Vrfctn', 'PtyAndAcctId', 'Acct', 'Id', 'Othr', 'Id')),
  };
  const isWhole =
    Object.values(question).every((value) => value !== '') &&
    at(message, 'Assgnmt', 'Assgnr') !== undefined &&
    bankOf(at(message, 'Assgnmt', 'Assgne', 'Agt')) === question.bank;
  if (!isWhole) throw new MessageRefusal('FF01', question.messageId || 'NOTPROVIDED');
  return question;
}

function open(text: string, definition: string, root: string): Node {
  const document = parse(text);
  const namespace = word(at(document, 'Document', '@xmlns'));
  if (namespace !== `urn:iso:std:iso:20022:tech:xsd:${definition}`)
    throw new MessageRefusal('FF01', 'NOTPROVIDED');
  return at(document, 'Document', root);
}

function parse(text: string): Node {
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- alone, the parser takes a message that was cut off for a whole one
    return parser.parse(text, true) as Node;
  } catch {
    throw new MessageRefusal('FF01', 'NOTPROVIDED');
  }
}

/** Only known elements, each once, in the order of the definition. */
function isInOrder(node: Node, order: readonly string[]): boolean {
  if (typeof node !== 'object') return false;
  const places = Object.keys(node).map((name) => order.indexOf(name));
  return places.every((place, index) => place > (places[index - 1] ?? -1));
}

function bankOf(agent: Node): string {
  return word(at(agent, 'FinInstnId', 'ClrSysMmbId', 'MmbId'));
}

function at(node: Node, ...names: readonly string[]): Node {
  return names.reduce<Node>((here, name) => (typeof here === 'object' ? here[name] : undefined), node);
}

function word(node: Node): string {
  return typeof node === 'string' ? node : '';
}
