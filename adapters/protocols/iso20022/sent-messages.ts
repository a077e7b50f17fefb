/** Which payments went out in which message: a bank may speak of a whole message and name none of them. Kept in memory: after a
 *  restart, such a word about an older message waits for a person. */

export interface SentGroup {
  /** PmtInfId. */
  readonly id: string;
  readonly references: readonly string[];
}

/** A message each, oldest forgotten first. */
const messagesMax = 10_000;

export class SentMessages {
  readonly #groups = new Map<string, readonly SentGroup[]>();

  /** Call it before the message leaves. */
  note(messageId: string, groups: readonly SentGroup[]): void {
    this.#groups.delete(messageId);
    this.#groups.set(messageId, groups);
    for (const oldest of this.#groups.keys()) {
      if (this.#groups.size <= messagesMax) return;
      this.#groups.delete(oldest);
    }
  }

  /** Undefined when it is not known here. @param groupId PmtInfId; left out, all of the message */
  referencesOf(messageId: string, groupId?: string): readonly string[] | undefined {
    const groups = this.#groups.get(messageId);
    if (groupId === undefined) return groups?.flatMap(({ references }) => references);
    return groups?.find(({ id }) => id === groupId)?.references;
  }
}
