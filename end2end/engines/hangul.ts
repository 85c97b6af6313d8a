// How an input method puts a syllable of hangul together: initial consonant, then the vowel, then what closes it.

const FIRST = 0xac00;
const LAST = 0xd7a3;
const VOWELS = 21;
/** The first means that none closes the syllable. */
const FINALS = 28;
const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';

export function isSyllable(character: string): boolean {
  const code = character.charCodeAt(0);
  return code >= FIRST && code <= LAST;
}

/** What stands in the field from key to key: 꽃 comes about as ㄲ, 꼬, 꽃. */
export function stages(syllable: string): string[] {
  const at = syllable.charCodeAt(0) - FIRST;
  const initial = INITIALS[Math.floor(at / (VOWELS * FINALS))] ?? '';
  const open = String.fromCharCode(FIRST + at - (at % FINALS));
  return open === syllable ? [initial, syllable] : [initial, open, syllable];
}
