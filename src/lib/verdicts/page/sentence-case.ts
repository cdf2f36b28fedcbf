/** Written in capitals for what they are, not for emphasis: they stay so. */
const ACRONYMS = new Set([
  'AI',
  'AGI',
  'DT',
  'LLM',
  'LLMS',
  'GPT',
  'URL',
  'US',
  'UK',
  'EU',
  'UN',
  'GDP',
  'UBI',
  'I',
]);

/**
 * `THE CORE FALLACY (RELATIVE TO DT)` as `The core fallacy (relative to DT)`: in a list of contents capitals shout.
 * A heading that isn't all capitals is left as it was written.
 */
export function sentenceCase(heading: string): string {
  if (heading !== heading.toUpperCase()) return heading;
  const lower = heading.replace(/[\p{L}\p{N}]+/gu, (word) =>
    ACRONYMS.has(word) ? word : word.toLowerCase(),
  );
  return lower.replace(/\p{L}/u, (first) => first.toUpperCase());
}
