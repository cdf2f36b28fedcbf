const SAMPLE = /^sample verdict\.?$/i;

/** Whether the line says that the verdict was written for this site as an example. */
export function isSampleMark(text: string): boolean {
  return SAMPLE.test(text);
}
