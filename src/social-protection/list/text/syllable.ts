/** Which words are Vietnamese syllables. A text in an old font has the right letters in wrong places: as it stands it is no syllable,
 *  and converted it is one. That tells fonts apart without a dictionary. */

const ONSET = 'ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x';

/** Vowels with what may end the syllable, written without tones. */
const RIMES = [
  'a(ch|ng|nh|[cimnoptuy])?', 'ă(ng|[cmnpt])', 'â(ng|[cmnptuy])', 'e(ng|[cmnopt])?', 'ê(ch|nh|[cmnptu])?',
  'i(a|ch|nh|[cmnptu])?', 'iê(ng|[cmnptu])', 'oo?(ng|[cimnpt])?', 'oa(ch|ng|nh|[cimnopty])?', 'oă(ng|[cmnt])', 'oe(o|n|t)?',
  'ô(ng|[cimnpt])?', 'ơ[imnpt]?', 'u(ch|ng|[acimnpt])?', 'uâ(ng|[nty])', 'uê(ch|nh)?', 'uô(ng|[cimnt])', 'uơ', 'uy(a|ch|nh|[ptu])?',
  'uyê[nt]', 'ư(ng|[acimtu])?', 'ươ(ng|[cimnptu])', 'y', 'yê(ng|[mntu])', 'y(nh|ch|[tmpn])', 'uă[nt]',
]; // prettier-ignore

const SYLLABLE = new RegExp(`^(?:${ONSET})?(?:${RIMES.join('|')})$`);
/** Of two vowels that end a syllable the first has the tone: `mão`, never `maõ`. */
const MISPLACED_TONE = /[ouyia][\u0300\u0301\u0303\u0309\u0323]$/;
const FINAL_PAIR = /(?:a[oiuy]|e[o]|ê[u]|o[i]|ô[i]|ơ[i]|ư[iua]|i[ua]|u[i])$/;
/** Grave, acute, tilde, hook and dot: the tones, but not the marks that make another letter. */
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** Names repeat, and so do their syllables. */
const KNOWN_MAX = 20_000;
const known = new Map<string, boolean>();

/** `Hiển` is one; `HiÓn`, `Vâ` and `Müller` are none. */
export function isSyllable(word: string): boolean {
  const answer = known.get(word);
  if (answer !== undefined) return answer;
  const marks = word.toLowerCase().replaceAll('ð', 'đ').normalize('NFD');
  const plain = marks.replace(TONES, '').normalize('NFC');
  const is =
    !/\p{Ll}\p{Lu}/u.test(word) &&
    (marks.match(TONES) ?? []).length <= 1 &&
    !(FINAL_PAIR.test(plain) && MISPLACED_TONE.test(marks) && !/^(gi|qu)/.test(plain)) &&
    SYLLABLE.test(plain);
  if (known.size < KNOWN_MAX) known.set(word, is);
  return is;
}
