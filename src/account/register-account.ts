/** An officer registers an account for a person of the area, or for whoever may receive for one; its check is queued at once. */
import { requireRole, requireShownData, scopeOf, type Caller } from '../access/index.js';
import { answerOnce, type KeyRefused } from '../idempotency/index.js';
import { PURPOSE_DEFAULT, type AccountDeps } from './account-deps.js';
import { isAccountKind, parseAccountNumber } from './account-number.js';
import type { AccountRow } from './account-store.js';
import { findInstitutions } from './institution-store.js';
import { queueChecksOfAccounts } from './queue-store.js';
import { getSeenAccount, recallAccount } from './recall-account.js';
import { findHolder, findSameAccount, insertAccount, lockHolder, type HolderRow } from './register-store.js';

export interface RegisterAccountInput {
  readonly beneficiaryId: string;
  /** An institution code. */
  readonly institution: string;
  /** As people write it; kept as its institution takes it. */
  readonly number: string;
  readonly holderName: string;
  /** For whoever holds a mandate that is valid today, instead of the beneficiary. */
  readonly forAuthorisedReceiver: boolean;
  /** The holder's other accounts step back; a holder's first account is preferred anyway. */
  readonly preferred: boolean;
  readonly idempotencyKey?: string | null;
}

type Field = keyof RegisterAccountInput;
type Failure =
  | { readonly kind: 'INVALID'; readonly field: Field; readonly message: string }
  | { readonly kind: 'NOT_FOUND'; readonly field: Field; readonly message: string };

export type RegisterAccountResult =
  | Failure
  | { readonly kind: 'REGISTERED'; readonly account: AccountRow }
  | { readonly kind: 'ALREADY_REGISTERED'; readonly account: AccountRow }
  | KeyRefused;

const HOLDER_NAME_LENGTH_MAX = 140;

/** A repeat changes nothing: under the same key it gets the same answer, without one ALREADY_REGISTERED with the account.
 *  @throws HubError FORBIDDEN for whoever is no officer, and for a purpose that shows no numbers */
export async function registerAccount(
  deps: AccountDeps,
  caller: Caller,
  input: RegisterAccountInput,
): Promise<RegisterAccountResult> {
  requireRole(caller, 'officer');
  requireShownData(caller, 'registerAccount');
  const { idempotencyKey: key, ...said } = input;
  const asked = { operation: 'registerAccount', caller, key, input: said, rows: recallAccount(caller) };
  return answerOnce(deps, asked, (within) => register(within, caller, said));
}

async function register(
  deps: AccountDeps,
  caller: Caller,
  input: RegisterAccountInput,
): Promise<RegisterAccountResult> {
  const institution = await findInstitution(deps, input);
  if ('field' in institution) return institution;
  const holderName = input.holderName.trim().replace(/\s+/g, ' ');
  if (!/\p{L}/u.test(holderName) || holderName.length > HOLDER_NAME_LENGTH_MAX)
    return invalid('holderName', `The holder’s name has 1 to ${HOLDER_NAME_LENGTH_MAX} characters.`);
  const holder = holderOf(input, await findHolder(deps.db, input.beneficiaryId, scopeOf(caller)));
  if (typeof holder !== 'string') return holder;
  const wanted = { ...institution, citizenId: holder, holderName };
  return deps.transact(async (db, waking) => {
    await lockHolder(db, holder);
    const same = await findSameAccount(db, wanted);
    if (same !== undefined)
      return { kind: 'ALREADY_REGISTERED', account: await getSeenAccount(db, caller, same) };
    const { preferred: isPreferred } = input;
    const made = await insertAccount(db, { ...wanted, isPreferred, registeredBy: caller.subject });
    const request = { requestedBy: caller.subject, purpose: caller.purpose ?? PURPOSE_DEFAULT };
    await queueChecksOfAccounts(db, waking, [made], request);
    return { kind: 'REGISTERED', account: await getSeenAccount(db, caller, made) };
  });
}

async function findInstitution(
  { db }: AccountDeps,
  { institution: code, number }: RegisterAccountInput,
): Promise<Failure | { readonly institution: string; readonly kind: string; readonly number: string }> {
  const [found] = await findInstitutions(db, [code]);
  if (!found) return notFound('institution', 'There is no such institution: see `institutions`.');
  if (!isAccountKind(found.kind))
    return invalid('institution', 'This institution holds no accounts of people.');
  const parsed = parseAccountNumber(found.kind, code, number);
  if (!parsed.isValid) return invalid('number', parsed.problem);
  return { institution: code, kind: found.kind, number: parsed.number };
}

function holderOf(
  { forAuthorisedReceiver }: RegisterAccountInput,
  holder: HolderRow | undefined,
): Failure | string {
  if (!holder) return notFound('beneficiaryId', 'There is no such beneficiary in your area.');
  if (!forAuthorisedReceiver) return holder.citizen_id;
  const message = 'Nobody holds a mandate of this beneficiary that is valid today.';
  return holder.receiver_citizen_id ?? notFound('forAuthorisedReceiver', message);
}

const invalid = (field: Field, message: string): Failure => ({ kind: 'INVALID', field, message });
const notFound = (field: Field, message: string): Failure => ({ kind: 'NOT_FOUND', field, message });
