/** All attacks, in the order in which they are made: a file each. What takes a client's operations for a while comes last. */
import type { Attack } from './attack.js';
import { asksForTheSchemaAgainAndAgain } from './load/asks-for-the-schema.js';
import { coversTheCountryAHundredTimes } from './load/covers-the-country.js';
import { inflatesBodies } from './load/inflates-bodies.js';
import { makesManyErrors } from './load/makes-many-errors.js';
import { namesTypesWithoutToken } from './load/names-types.js';
import { nestsFlags } from './load/nests-flags.js';
import { opensSockets } from './load/opens-sockets.js';
import { pingsBeforeSignIn } from './load/pings-before-sign-in.js';
import { repeatsFields } from './load/repeats-fields.js';
import { sendsWithoutEnd } from './load/sends-without-end.js';

export const ATTACKS: readonly Attack[] = [
  nestsFlags,
  namesTypesWithoutToken,
  asksForTheSchemaAgainAndAgain,
  repeatsFields,
  makesManyErrors,
  inflatesBodies,
  pingsBeforeSignIn,
  opensSockets,
  coversTheCountryAHundredTimes,
  sendsWithoutEnd,
];
