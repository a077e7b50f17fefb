/** Answers as text that is equal when they say the same: keys in order. */
import { createHash } from 'node:crypto';

export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(',')}}`;
}

/** @throws Error naming who answers otherwise, and where the texts part */
export function assertSameAnswers(answers) {
  const [[first, expected], ...others] = Object.entries(answers).map(([name, answer]) => [
    name,
    canonical(answer),
  ]);
  for (const [name, text] of others) {
    if (text === expected) continue;
    const at = [...text].findIndex((letter, index) => letter !== expected[index]);
    throw new Error(
      `${name} answers otherwise than ${first} at ${at}: …${text.slice(Math.max(0, at - 60), at + 60)}… against …${expected.slice(Math.max(0, at - 60), at + 60)}…`,
    );
  }
  return createHash('sha256').update(expected).digest('hex').slice(0, 12);
}
