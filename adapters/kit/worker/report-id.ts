/** A report's id is the hash of what it says: said again after a doubt or a crash, it is the same report. */
import { hash } from 'node:crypto';

export function withReportId<Content extends object>(
  content: Content,
): Content & { readonly reportId: string } {
  const entries = Object.entries(content)
    .filter(([, value]) => value !== undefined && value !== null)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const digest = hash('sha256', JSON.stringify(entries));
  return { ...content, reportId: `rep_${digest.slice(0, 40)}` };
}
