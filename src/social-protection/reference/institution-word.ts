/** The words that recipient lists use for institutions. The registry of institutions is the account domain's; a list
 *  reader only needs to know which code a word stands for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface InstitutionWord {
  readonly code: string;
  readonly name: string;
  readonly kind: 'BANK' | 'WALLET' | 'MOBILE_MONEY' | 'CASH_SERVICE' | 'TREASURY' | 'REGISTRY';
  /** A bank's number in the national switch. */
  readonly bin?: string | null;
  readonly words: readonly string[];
}

/** @param dataDir the folder `prisma/data/` of the installation */
export function readInstitutionWords(dataDir: string): readonly InstitutionWord[] {
  const file = JSON.parse(readFileSync(join(dataDir, 'institutions.json'), 'utf8')) as {
    readonly institutions: readonly InstitutionWord[];
  };
  return file.institutions;
}
