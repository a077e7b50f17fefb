/** Relay connections over lists that are sorted by id: the page's arguments checked once, its parts made once. */
import { Field, Int, ObjectType } from 'type-graphql';
import type { InScope } from '../access/index.js';
import { HubError } from '../values/index.js';
import { Weighs } from './bounds.js';
import { PageInfo } from './shared-types.js';

/** The base of every connection type: subclasses add `edges` and `nodes`. */
@ObjectType()
export abstract class CountedPage {
  /** Set by `connectionOf`. */
  readonly count: () => Promise<number>;

  @Field(() => PageInfo, { description: 'Where the page stands.' })
  pageInfo: PageInfo;

  @Weighs(20)
  @Field(() => Int, { description: 'How many there are on all pages; counted only when asked for.' })
  totalCount(): Promise<number> {
    return this.count();
  }
}

/** The largest page that a client may ask for. */
export const PAGE_SIZE_MAX = 500;

export interface PageArguments {
  readonly first: number;
  /** The key that the page starts behind. */
  readonly after?: string;
}

/** The keys that lists are sorted by: what a cursor holds goes into a statement as it is. */
export const PAGE_KEYS = {
  UUID: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  NUMBER: /^\d{1,18}$/,
} as const;

/** @param key the form of the list's keys
 *  @throws HubError BAD_USER_INPUT for a page size outside 0 to 500 or a cursor that is none of such a list. */
export function parsePage(first: number, after?: string | null, key: RegExp = PAGE_KEYS.UUID): PageArguments {
  if (first < 0 || first > PAGE_SIZE_MAX) {
    throw new HubError('BAD_USER_INPUT', `\`first\` is between 0 and ${PAGE_SIZE_MAX}.`);
  }
  if (after === undefined || after === null) return { first };
  const behind = Buffer.from(after, 'base64url').toString('utf8');
  if (!key.test(behind) || formatPageCursor(behind) !== after) {
    throw new HubError(
      'BAD_USER_INPUT',
      '`after` is no cursor of this list: pass one exactly as the hub gave it.',
    );
  }
  return { first, after: behind };
}

/** The opaque cursor of a row's key. */
export function formatPageCursor(key: string): string {
  return Buffer.from(key, 'utf8').toString('base64url');
}

export interface Connection<T> {
  readonly edges: { readonly node: T; readonly cursor: string }[];
  readonly nodes: T[];
  readonly pageInfo: PageInfo;
  /** Called only when `totalCount` is asked for. */
  readonly count: () => Promise<number>;
}

/** Makes a connection from `first + 1` rows: the one too many says that more follow. */
export function connectionOf<R, T>(
  rows: readonly InScope<R>[],
  { first, after }: PageArguments,
  how: {
    readonly keyOf: (row: R) => string;
    readonly nodeOf: (row: R) => T;
    readonly count: () => Promise<number>;
  },
): Connection<T> {
  const shown = rows.slice(0, first);
  const nodes = shown.map((row) => how.nodeOf(row));
  const cursorAt = (index: number) => {
    const row = shown.at(index);
    return row === undefined ? null : formatPageCursor(how.keyOf(row));
  };
  return {
    nodes,
    // Most pages are read without their cursors.
    get edges() {
      return nodes.map((node, index) => ({ node, cursor: formatPageCursor(how.keyOf(shown[index] as R)) }));
    },
    get pageInfo() {
      return {
        hasNextPage: rows.length > first,
        hasPreviousPage: after !== undefined,
        startCursor: cursorAt(0),
        endCursor: cursorAt(-1),
      };
    },
    // A first page that nothing follows is all there is.
    count: after === undefined && rows.length <= first ? () => Promise.resolve(rows.length) : how.count,
  };
}
