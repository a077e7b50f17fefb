/** Two people who decide what the machine left to them: by chance about what was never received, about all else by the books. After some
 *  of their decisions the institution says otherwise. */
import { formatId } from '../../src/values/index.js';
import { insist } from './chaos-world.js';
import { CLOSED, Books, decideByBooks, type Decision, type OpenException } from './decide-by-books.js';
import { LateWords, type Deciding } from './late-word.js';

/** One in five is given up; the others are sent again. */
const GIVE_UP = 0.2;
const AT_ONCE = 12;

const RESOLVE = `mutation ($id: ID!, $decision: ExceptionDecision, $paidAmount: Dong, $reason: String) {
  resolveException(input: { id: $id, decision: $decision, paidAmount: $paidAmount, reason: $reason }) {
    __typename ... on UserError { message } } }`;

/** What waits for people, with where its attempt stands; what is to be recovered only when nothing else is open about its payment. */
const OPEN = `SELECT x.id, x.kind, a.reference, a.status, p.amount, p.paid_amount, p.account_number, x.named_amount,
    split_part(coalesce(p.institution_code, x.institution_code), ':', 1) AS institution_code,
    (SELECT coalesce(sum(o.named_amount), 0)::bigint FROM payment.exception o
     WHERE o.attempt_id = x.attempt_id AND o.id <> x.id AND o.kind = 'TO_RECOVER'
       AND o.resolution IS DISTINCT FROM 'RECOVERED') AS recovering,
    coalesce(t.action = 'SUBMIT' AND t.leased_until IS NULL AND a.status = 'QUEUED', false) AS is_unsent,
    extract(epoch FROM now() - x.opened_at)::int AS open_seconds
  FROM payment.exception x LEFT JOIN payment.attempt a ON a.id = x.attempt_id LEFT JOIN payment.payment p ON p.id = x.payment_id
  LEFT JOIN work.task t ON t.id = x.attempt_id
  WHERE x.resolved_at IS NULL AND (x.kind <> 'TO_RECOVER' OR NOT EXISTS (
    SELECT 1 FROM payment.exception o WHERE o.payment_id = x.payment_id AND o.kind <> 'TO_RECOVER' AND o.resolved_at IS NULL))
  ORDER BY x.id`;

export class DecidingPeople {
  /** What people were asked about and what they said, by both. */
  readonly decided = new Map<string, number>();
  protected readonly world;
  private readonly lateWords: LateWords;

  constructor(private readonly all: Deciding) {
    this.world = all.world;
    this.lateWords = new LateWords(all);
  }

  async decideAll(): Promise<void> {
    const open = await this.world.rows<OpenException>(OPEN);
    if (open.length === 0) return;
    const books = new Books(await insist('the books can be read', () => this.world.books.ledgers()));
    // One after the other about one payment: what is decided first changes what is left.
    const seen = new Set<string>();
    const now = open.filter(({ reference, id }) => !seen.has(reference ?? id) && seen.add(reference ?? id));
    this.all.say(`people decide about ${now.length} of ${open.length}`);
    for (let at = 0; at < now.length; at += AT_ONCE)
      await Promise.all(now.slice(at, at + AT_ONCE).map((exception) => this.decideOne(exception, books)));
  }

  private async decideOne(exception: OpenException, books: Books): Promise<void> {
    const decision = this.decisionOn(exception, books);
    if (decision === undefined || !(await this.decide(exception, decision))) return;
    const { decision: said = 'NOTED' } = decision;
    const kind = `${exception.kind}: ${said}`;
    this.decided.set(kind, (this.decided.get(kind) ?? 0) + 1);
    await this.lateWords.after(exception, said, books);
  }

  private decisionOn(exception: OpenException, books: Books): Decision | undefined {
    if (exception.kind !== 'NOT_RECEIVED') return decideByBooks(exception, books);
    // It ended before anybody decided: the news itself is noted.
    if (CLOSED.includes(exception.status ?? '')) return { decision: undefined };
    const byBooks = decideByBooks(exception, books);
    // It moved on: whether it was paid the books know.
    if (exception.status !== 'UNKNOWN') return byBooks;
    if (byBooks?.decision === 'WAS_PAID') return byBooks;
    return { decision: this.all.chance.next() < GIVE_UP ? 'GIVE_UP' : 'SEND_AGAIN' };
  }

  /** False: it cannot be decided so, or not now; it is looked at again. */
  private async decide({ id: uuid }: OpenException, { decision, paidAmount }: Decision): Promise<boolean> {
    const [officer, approver] = await insist('both sign in', () =>
      Promise.all([this.world.hub.client('demo-officer'), this.world.hub.client('demo-approver')]),
    );
    const id = formatId('exc', uuid);
    const reason = 'đã đối chiếu với ngân hàng';
    const said = { id, decision, ...(paidAmount === undefined ? {} : { paidAmount: Number(paidAmount) }) };
    const { resolveException: proposed } = await officer.ask(RESOLVE, { ...said, reason });
    if (decision === undefined) return isResolved(proposed);
    const { resolveException: confirmed } = await approver.ask(RESOLVE, said);
    return isResolved(confirmed);
  }
}

function isResolved(result: unknown): boolean {
  return (result as { __typename?: string })?.__typename === 'ResolveExceptionSuccess';
}
