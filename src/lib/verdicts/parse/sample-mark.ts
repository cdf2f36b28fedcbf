const SAMPLE = /^sample verdict\.?$/i;

/** The line marks a verdict written for this site as an example. */
export function isSampleMark(text: string): boolean {
  return SAMPLE.test(text);
}
