/** Where an institution's files wait for us, whatever carries them there. Nothing that it gives is proved. */

export interface FileStore {
  /** Names of waiting files, oldest first. */
  list(): Promise<readonly string[]>;
  /** Undefined when there is no such file. @throws UnusableFile for one that can never be read */
  read(name: string): Promise<Buffer | undefined>;
  /** The hub has it: not offered again. @param companion its signature, which goes the same way */
  acknowledge(name: string, companion?: string): Promise<void>;
  /** Not offered again to this process, and kept for a person. Gives the place where it is kept. */
  setAside(name: string, why: Aside, companion?: string): Promise<string>;
  /** How many files wait for a person there since earlier; undefined where the store cannot tell. */
  countAside?(): Promise<Readonly<Record<Aside, number>>>;
}

export const asides = ['unsigned', 'refused', 'unreadable'] as const;

/** Why a file was set aside: no signature came with it, its signature is not to be believed, or nobody here can read it. */
export type Aside = (typeof asides)[number];

/** A file that cannot be read however often it is tried, such as one that is too large. The message does not quote it. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
}
