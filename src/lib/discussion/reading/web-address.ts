/** The addresses that readers write without https://: DOIs, arXiv ids and hosts. */

const DOI = /^(?:doi:\s?)?(10\.\d{4,9}(?:\.\d+)*\/\S+)$/i;

const ARXIV_ID = String.raw`(?:\d\d(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?\/\d{7})(?:v\d{1,3})?`;
const ARXIV = new RegExp(`^arxiv:\\s?(${ARXIV_ID})$`, 'i');

const HOST = /^(?:www\.[^\s./]|(?:arxiv|(?:dx\.)?doi)\.org\/)/i;

/** With what is missing to follow it; other texts as they are. */
export function completeAddress(written: string): string {
  const [, doi] = DOI.exec(written) ?? [];
  if (doi) return `https://doi.org/${doi.replaceAll('#', '%23')}`;
  const [, arxiv] = ARXIV.exec(written) ?? [];
  if (arxiv) return `https://arxiv.org/abs/${arxiv}`;
  return HOST.test(written) ? `https://${written}` : written;
}

export function isWebAddress(address: string): boolean {
  return /^https?:\/\/[^\s/?#]/i.test(address);
}

/** The arXiv id at `at`, after an optional space; its length with that space. */
const ARXIV_TAIL = new RegExp(`\\s?${ARXIV_ID}(?![\\p{L}\\p{N}])`, 'iuy');
const DOI_PREFIX = /\s?10\.\d{4,9}(?:\.\d+)*\//y;
const BARE_DOI_PREFIX = /\d{4,9}(?:\.\d+)*\//y;
/** What DOIs have: publishers also use others, which would take in the text around it. */
const DOI_SUFFIX = /[\w\-.;()/:[\]+&=#%~,@$]+/y;

export const arxivLength = (text: string, at: number) => lengthAt(ARXIV_TAIL, text, at);

export const doiLength = (text: string, at: number) => withSuffix(DOI_PREFIX, text, at);

/** The length of a DOI without its first three characters, `10.`. */
export const bareDoiLength = (text: string, at: number) => withSuffix(BARE_DOI_PREFIX, text, at);

function withSuffix(prefix: RegExp, text: string, at: number): number {
  const before = lengthAt(prefix, text, at);
  const suffix = before && trimmedLength(text, at + before, lengthAt(DOI_SUFFIX, text, at + before));
  return suffix && before + suffix;
}

function lengthAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

const CLOSES: Record<string, string> = { ')': '(', ']': '[' };
const NOT_LAST = new Set('.,;:([/&=~@$+-_#%');

/** Without an unmatched bracket and what follows it, and without punctuation at the end. */
function trimmedLength(text: string, start: number, length: number): number {
  const open: string[] = [];
  let end = start;
  for (; end < start + length; end++) {
    const char = text[end]!;
    if (char === '(' || char === '[') open.push(char);
    if (CLOSES[char] && open.pop() !== CLOSES[char]) break;
  }
  while (end > start && NOT_LAST.has(text[end - 1]!)) end--;
  return end - start;
}
