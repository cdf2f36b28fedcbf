/**
 * Lower-case letters and digits of any script, joined by dashes, at most `max` characters, cut between words if at
 * least half remains. "" without letters or digits.
 */
export function slugOf(text: string, max: number): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{Script=Latin}\p{M}+/gu, (letter) => letter.replace(/\p{M}/gu, ''))
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .match(/[\p{L}\p{N}\p{M}]+/gu);
  if (!words) return '';
  const whole = words.join('-');
  if (whole.length <= max) return whole;
  const cut = [...whole].reduce(
    (kept, letter) => (kept.length + letter.length <= max ? kept + letter : kept),
    '',
  );
  const lastWord = cut.lastIndexOf('-');
  return (whole[cut.length] !== '-' && lastWord >= max / 2 ? cut.slice(0, lastWord) : cut).replace(/-+$/, '');
}
