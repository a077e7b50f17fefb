/** What is in doubt is not handed out to be sent, and what people decide about is not handed out at all: whoever holds a lease may be
 *  sending, and a decision waits for its end. */
import { setTasksAside, type Db, type Task } from '../work/index.js';
import type { AttemptForAdapter } from './attempt-store.js';

/** For how long one is looked past: after it, it is looked at again, so that nothing waits for a wake that was lost. */
const ASIDE_SECONDS = 60;

interface Claimed {
  readonly task: Task;
  readonly attempt: AttemptForAdapter;
}

/** Of what was just claimed, what may be handed out. The rest is set aside as it was. */
export async function withoutDoubtful<One extends Claimed>(
  db: Db,
  claimed: readonly One[],
): Promise<readonly One[]> {
  const isHeld = ({ task, attempt }: One) =>
    attempt.is_being_decided || (task.action === 'SUBMIT' && attempt.must_not_be_sent);
  const held = claimed.filter(isHeld).map(({ task }) => task.id);
  if (held.length === 0) return claimed;
  await setTasksAside(db, held, ASIDE_SECONDS);
  return claimed.filter((one) => !isHeld(one));
}
