/** The register's lists as the kit asks for them: none is opened whose head is not signed, and no page is handed on that is not
 *  the one that the head names. */
import { AdapterError, type RecipientLine, type RecipientList, type RecipientSource } from '../kit/index.js';
import type { SocialInsuranceClient } from './client.js';
import type { SocialInsuranceConfig } from './config.js';
import { headOf, lineOf } from './translate.js';
import { readCatalogue, readHead, readPage, type CatalogueEntry, type ListHead } from './wire.js';

const root = '/bhxh/an-sinh/v1/danh-sach';

interface Seen {
  readonly etag: string | undefined;
  readonly entries: readonly CatalogueEntry[];
}

export class SocialInsuranceLists implements RecipientSource {
  readonly everyMs: number;
  /** What the register said last of each month: it answers 304 while that holds. */
  #seen = new Map<string, Seen>();

  constructor(
    private readonly client: SocialInsuranceClient,
    private readonly config: SocialInsuranceConfig,
  ) {
    this.everyMs = config.pollSeconds * 1_000;
  }

  async listNumbers(period: string): Promise<readonly string[]> {
    const before = this.#seen.get(period);
    const { status, headers, body } = await this.client.get(`${root}?ky=${period}`, before?.etag);
    const entries = status === 304 ? before?.entries : readCatalogue(body);
    if (!entries) throw unreadable('CATALOGUE_UNREADABLE');
    const etag = typeof headers['etag'] === 'string' ? headers['etag'] : before?.etag;
    // Two months are asked about at a time; what was said of earlier ones is of no use.
    this.#seen = new Map([...this.#seen, [period, { etag, entries }] as const].slice(-3));
    const { areas } = this.config;
    return entries
      .filter(({ maDiaBan }) => areas === undefined || areas.includes(maDiaBan))
      .map(({ maDanhSach }) => maDanhSach);
  }

  async open(number: string): Promise<RecipientList> {
    const { headers, body } = await this.client.get(`${root}/${encodeURIComponent(number)}`);
    const signature = headers['x-chu-ky'];
    const signed = typeof signature === 'string' ? signature : '';
    const list = await readHead(body, signed, this.config.registerPublicKey);
    if (list?.maDanhSach !== number) {
      throw new AdapterError(
        'REFUSED',
        'WRONG_SIGNATURE',
        'the head of a list is not signed by the register',
      );
    }
    const head = headOf(list);
    if (!head)
      throw new AdapterError('REFUSED', 'UNKNOWN_BENEFIT', 'a list is of a benefit that is not known here');
    return { head, pages: () => this.#pages(list) };
  }

  async *#pages(list: ListHead): AsyncGenerator<readonly RecipientLine[]> {
    for (const page of list.cacTrang) {
      const path = `${root}/${encodeURIComponent(list.maDanhSach)}/trang/${page.trang}`;
      const people = readPage((await this.client.get(path)).body, page);
      if (!people) throw unreadable('PAGE_NOT_AS_SIGNED');
      yield people.map(lineOf);
    }
  }
}

function unreadable(code: string): AdapterError {
  return new AdapterError(
    'REFUSED',
    code,
    'what the register sent is not what its documents or its signature say',
  );
}
