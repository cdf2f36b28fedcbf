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
 * `THE CORE FALLACY (RELATIVE TO DT)` becomes `The core fallacy (relative to DT)`. Headings that aren't all capitals
 * are unchanged.
 */
export function sentenceCase(heading: string): string {
  if (heading !== heading.toUpperCase()) return heading;
  const lower = heading.replace(/[\p{L}\p{N}]+/gu, (word) =>
    ACRONYMS.has(word) ? word : word.toLowerCase(),
  );
  return lower.replace(/\p{L}/u, (first) => first.toUpperCase());
}
