/** A short picture of a value for error messages, without its contents: they may be personal data. */
export function inspect(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return '[Array]';
  if (typeof value === 'object') {
    const { name } = value as { name?: unknown };
    return 'serialize' in value && typeof name === 'string' ? name : '[Object]';
  }
  return typeof value === 'string'
    ? '[string]'
    : typeof value === 'function'
      ? '[function]'
      : `[${typeof value}]`;
}
