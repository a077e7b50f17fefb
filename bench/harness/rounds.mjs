/** Rounds that take turns: what disturbs the machine for a while disturbs every contestant alike. */

/** Asks every contestant once a round, each round beginning with another one. @returns rows by contestant, one a round */
export async function takeTurns(names, rounds, measure, log = () => undefined) {
  const rows = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const shift = round % names.length;
    for (const name of [...names.slice(shift), ...names.slice(0, shift)]) {
      rows[name].push(await measure(name, round));
    }
    log(`round ${round + 1} of ${rounds}`);
  }
  return rows;
}

/** How each contestant compares with another, round by round. */
export function ratios(rows, figure, against) {
  return Object.fromEntries(
    Object.entries(rows).map(([name, own]) => [
      name,
      own.map((row, index) => row[figure] / rows[against][index][figure]),
    ]),
  );
}
