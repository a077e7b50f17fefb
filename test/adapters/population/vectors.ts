/** The envelopes that both the adapter and the simulator are held to; see vectors/make-vectors.py. */
import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';

const folder = new URL('./vectors/', import.meta.url);

export function envelope(name: string): string {
  return readFileSync(new URL(`${name}.xml`, folder), 'utf8');
}

export const authentication = JSON.parse(readFileSync(new URL('headers.json', folder), 'utf8')) as {
  readonly credentials: {
    readonly signedUrl: string;
    readonly user: string;
    readonly secretKey: string;
    readonly apiKey: string;
    readonly xRoadClient: string;
  };
  readonly now: number;
  readonly headers: Readonly<Record<string, string>>;
};

/** The elements of the body, their texts and their order; where a namespace is declared and how a text is escaped does not count. */
export function structureOf(text: string): unknown {
  const parser = new XMLParser({ preserveOrder: true, parseTagValue: false, ignoreDeclaration: true });
  return parser.parse(text.trim()) as unknown;
}
