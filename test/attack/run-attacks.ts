/** Makes each attack in turn, and asks afterwards whether the hub still serves somebody else. */
import { ask, type Attack, type AttackOutcome, type AttackTarget } from './attack.js';

export interface AttackResult extends AttackOutcome {
  readonly name: string;
}

const BYSTANDER = 'demo-approver';

export async function runAttacks(
  target: AttackTarget,
  attacks: readonly Attack[],
): Promise<readonly AttackResult[]> {
  const results: AttackResult[] = [];
  for (const attack of attacks) results.push({ name: attack.name, ...(await outcomeOf(attack, target)) });
  return results;
}

export async function outcomeOf(attack: Attack, target: AttackTarget): Promise<AttackOutcome> {
  const outcome = await attack
    .run(target)
    .catch((error: unknown) => ({ held: false, got: `failed: ${String(error)}` }));
  const { status } = await ask(target, '{ viewer { subject } }', BYSTANDER);
  return status === 200 ? outcome : { held: false, got: `${outcome.got}; a bystander got ${status}` };
}

/** A line for each attack. */
export function tableOf(results: readonly AttackResult[]): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  return results
    .map(({ name, held, got }) => `${held ? 'held  ' : 'BROKEN'}  ${name.padEnd(width)}  ${got}`)
    .join('\n');
}
