/** The rounds that a session asks for, one line each: what an adapter can do decides what is looked for. */
import type { AdapterSession } from '../adapter.js';
import type { Capabilities } from '../capabilities.js';
import type { HubConnection } from '../hub/hub-connection.js';
import type { Log } from '../log.js';
import { feedRound } from './feed-round.js';
import { fundingRound } from './funding-round.js';
import { recipientRound } from './recipient-round.js';
import type { Reporters } from './reporters.js';
import type { Round } from './round.js';
import { statementRound } from './statement-round.js';

export interface RoundRoom {
  readonly session: AdapterSession;
  readonly capabilities: Capabilities;
  readonly hub: HubConnection;
  readonly reporters: Reporters;
  readonly log: Log;
  readonly clock: () => Date;
}

export function roundsOf(room: RoundRoom): readonly Round[] {
  const wanted: readonly (Round | undefined)[] = [
    feedRound(room),
    fundingRound(room),
    recipientRound(room),
    statementRound(room),
  ];
  return wanted.filter((round) => round !== undefined);
}
