/** What really struck, by kind: nothing is counted that did not happen. */

/** Every kind of fault, in the order of the table. */
export const FAULT_KINDS = {
  dropReplyAfterBooking: 'institution books, its answer is lost',
  dropBeforeBooking: 'connection is cut before the request is read',
  late: 'institution answers when nobody waits any more',
  serverError: 'institution fails before it books',
  serverErrorAfterBooking: 'institution books, then says that it failed',
  asynchronous: 'institution takes it now and finishes later',
  answerTwice: 'notification comes twice',
  loseNotification: 'notification never comes',
  reorderNotification: 'notification is overtaken by a later one',
  wrongAmount: 'institution names another amount',
  unknownStatusWord: 'institution says a status word from the future',
  refuse: 'institution refuses a good payment',
  rateLimited: 'institution turns away: too many requests',
  wrongSignature: 'institution signs wrongly',
  wrongVerdict: 'register gives the wrong verdict',
  expiredCertificate: 'connection is refused: the certificate has run out',
  down: 'institution is down for a while',
  bookedAgain: 'institution books a repeated reference again',
  rejectedThenBooked: 'institution refuses or gives back, and books it after all',
  bookedOtherAmount: 'institution books another amount',
  bookedElsewhere: 'institution books to another account',
  bookedTwice: 'institution books twice',
  gaveBack: 'institution gives money back',
  deniedPaid: 'institution denies what it has confirmed',
  lateWord: 'institution says otherwise after people have decided',
  statementEntry: 'entry of a bank’s file, in any of its forms',
  statementCut: 'bank’s file is cut off, or incomplete',
  poisonedReport: 'report with poison in one of its texts',
  simulatorRestarted: 'institution is killed and comes back with its book',
  lastSecondLost: 'booking of the institution’s last second is gone after its restart',
  hubKilled: 'hub is killed at any time',
  hubKilledAtStatement: 'hub is killed at a statement',
  hubKilledApproving: 'hub is killed while a batch is made or approved',
  secondHubStarted: 'second hub joins on the same database',
  secondHubKilled: 'second hub is killed at a statement',
  sessionTerminated: 'database session of a hub is terminated',
  databaseRestarted: 'database is restarted (fast)',
  databaseCrashed: 'database is restarted (immediate: crash recovery)',
  databaseRestored: 'backup of a moment of the payout is restored',
  monthForgotten: 'month that the restored database has forgotten is paid again',
  adapterPaused: 'lease lapses while its adapter is stopped; the adapter goes on later',
  reportReplayed: 'report is sent again',
  reportReordered: 'report arrives after a later word',
  reportForged: 'report about another institution’s payment',
  clientsAtOnce: 'a thousand clients report at once',
  readerCut: 'subscriber is cut off',
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

/** Many of these come in one attack: they are told, and left out where faults are counted against a goal. */
const IN_MASSES: readonly FaultKind[] = [
  'reportReplayed',
  'reportReordered',
  'reportForged',
  'poisonedReport',
  'statementEntry',
  'readerCut',
];

export class StrikeBook {
  private readonly counts = new Map<FaultKind, number>();

  note(kind: FaultKind, times = 1): void {
    this.counts.set(kind, this.of(kind) + times);
  }

  of(kind: FaultKind): number {
    return this.counts.get(kind) ?? 0;
  }

  /** Of faults that each stand for themselves. */
  get total(): number {
    return [...this.counts]
      .filter(([kind]) => !IN_MASSES.includes(kind))
      .reduce((sum, [, count]) => sum + count, 0);
  }

  get rows(): readonly (readonly [string, number])[] {
    return (Object.keys(FAULT_KINDS) as FaultKind[]).map((kind) => [FAULT_KINDS[kind], this.of(kind)]);
  }
}
