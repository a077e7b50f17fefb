/** A report's id is the hash of what it says: said again after a doubt or a crash, it is the same report. */
import { hash } from 'node:crypto';

/** Of the id of what a report is about, the time in it: reports that come together lie together in the hub's index of a million. */
const ABOUT_LENGTH = 12;
const HASH_LENGTH = 28;

/** @param about the id of what it says something about; empty where it has none */
export function withReportId<Content extends object>(
  content: Content,
  about: string,
): Content & { readonly reportId: string } {
  const entries = Object.entries(content)
    .filter(([, value]) => value !== undefined && value !== null)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return { ...content, reportId: reportIdOf(about, JSON.stringify(entries)) };
}

/** The same for the same words about the same, and another one for any others. */
export function reportIdOf(about: string, words: string): string {
  return `rep_${about.slice(0, ABOUT_LENGTH)}_${hash('sha256', words).slice(0, HASH_LENGTH)}`;
}
