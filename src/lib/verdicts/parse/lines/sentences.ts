// After these a full stop ends no sentence, whatever follows.
const ABBREVIATION =
  /(?:^|[\s("'“‘[])(?:e\.g|i\.e|vs|cf|viz|dr|mrs?|ms|prof|st|no|nos|fig|figs|eq|sec|ch|vol|pp|approx|ca|u\.s|u\.k|e\.u|a\.i)$/i;
const INITIAL = /(?:^|[\s.("'“‘[])\p{Lu}$/u;
// A run of stops is looked at once, from its beginning: a line of nothing else would take the square of its length.
const END = /(?<![.!?…])[.!?…]+["'”’»)\]]*(?=\s)|[。！？]["'”’»」』）]*/gu;
// A lower-case letter goes on with the sentence: `"Why?" he asked`, `etc. and so on`.
const CONTINUES = /^\s*(?:[–—-]\s*)?\p{Ll}/u;

/**
 * Splits a paragraph into its sentences; joined by single spaces they give the paragraph back. Full stops in
 * abbreviations, initials and decimals don't count, and a closing quotation mark stays with what it closes.
 */
export function splitSentences(paragraph: string): string[] {
  const text = paragraph.trim();
  const sentences: string[] = [];
  let start = 0;
  for (const end of text.matchAll(END)) {
    const after = end.index + end[0].length;
    if (!isSentenceEnd(text, end, after)) continue;
    sentences.push(text.slice(start, after).trim());
    start = after;
  }
  sentences.push(text.slice(start).trim());
  return sentences.filter((sentence) => sentence !== '');
}

function isSentenceEnd(text: string, end: RegExpExecArray, after: number): boolean {
  if (/^[。！？]/.test(end[0])) return true;
  if (CONTINUES.test(text.slice(after, after + 8))) return false;
  const word = text.slice(Math.max(0, end.index - 12), end.index);
  return (
    !end[0].startsWith('.') || end[0].startsWith('..') || !(ABBREVIATION.test(word) || INITIAL.test(word))
  );
}

// `A few words - A sentence about them.` and `A claim → What stands against it`.
const LEAD = /^(\S+ \S+ [^.!?]{0,100}?[^\s.!?])\s[–—-]\s+(?=["“(]?\p{Lu}(?:\p{Ll}|\s))/u;
const ARROW = /\s(?:→|⇒|=>|->)\s/;

/** What an assumption claims and what is said about it: the first sentence, or what a dash or an arrow sets apart. */
export function splitLabelAndDetail(
  text: string,
  below: string[] = [],
): { label: string; detail: string | null } {
  const [label = text, ...others] = splitAtDash(text) ?? splitAtArrow(text) ?? splitSentences(text);
  const detail = [others.join(' '), ...below].filter((each) => each !== '').join('\n');
  return { label, detail: detail || null };
}

function splitAtDash(text: string): [string, string] | null {
  const lead = LEAD.exec(text);
  return lead ? [lead[1]!, text.slice(lead[0].length)] : null;
}

function splitAtArrow(text: string): [string, string] | null {
  const [label = '', ...others] = text.split(ARROW);
  return label !== '' && others.length === 1 && others[0] !== '' ? [label, others[0]!] : null;
}
