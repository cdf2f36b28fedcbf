// A full stop after these doesn't end a sentence.
const ABBREVIATION =
  /(?:^|[\s("'“‘[])(?:e\.g|i\.e|vs|cf|viz|dr|mrs?|ms|prof|st|no|nos|fig|figs|eq|sec|ch|vol|pp|approx|ca|u\.s|u\.k|e\.u|a\.i)$/i;
const INITIAL = /(?:^|[\s.("'“‘[])\p{Lu}$/u;
// Matches a run of stops once, from its start: otherwise a line of stops takes quadratic time.
const END = /(?<![.!?…])[.!?…]+["'”’»)\]]*(?=\s)|[。！？]["'”’»」』）]*/gu;
// A lower-case letter continues the sentence: `"Why?" he asked`, `etc. and so on`.
const CONTINUES = /^\s*(?:[–—-]\s*)?\p{Ll}/u;

/**
 * Joined by single spaces, the sentences give the paragraph. Full stops in abbreviations, initials and decimals don't
 * count, and a closing quotation mark stays with its sentence.
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

// `A few words - A sentence about them.`, `A claim → What contradicts it`.
const LEAD = /^(\S+ \S+ [^.!?]{0,100}?[^\s.!?])\s[–—-]\s+(?=["“(]?\p{Lu}(?:\p{Ll}|\s))/u;
const ARROW = /\s(?:→|⇒|=>|->)\s/;

/** The label is the first sentence, or the part before a dash or an arrow. */
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
