/** How a third party sees a holder's name: `NGUYEN VAN ANH` is `N*** V** A**`. The stars do not count the letters: three after
 *  the family name, two after every other. */
export function maskedName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'D')
    .toUpperCase()
    .split(/\s+/)
    .filter((part) => part !== '')
    .map((part, index) => part.slice(0, 1) + (index === 0 ? '***' : '**'))
    .join(' ');
}
