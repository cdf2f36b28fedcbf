import Markdown, { type MarkdownIt, type StateBlock, type StateInline } from 'markdown-it';

type InlineRule = (state: StateInline, silent: boolean) => boolean;
type BlockRule = (state: StateBlock, start: number, end: number, silent: boolean) => boolean;

/** Quotes and lists in each other. The library drops what is deeper than its own limit. */
const MAX_DEPTH = 16;

/** Shows what isn't supported as it was written: images, underlined headings, links without an address. */
export function showUnsupportedAsWritten({ inline, block }: MarkdownIt): void {
  inline.ruler.at('image', imageAsWritten);
  inline.ruler.at('link', linkWithAddress);
  block.ruler.at('lheading', headingAsWritten);
  for (const name of ['blockquote', 'list'])
    block.ruler.at(name, withinDepth(blockRule(name)), { alt: ['paragraph', 'reference', 'blockquote'] });
}

const [image, link] = [inlineRule('image'), inlineRule('link')];
const lheading = blockRule('lheading');

function inlineRule(name: string): InlineRule {
  const { ruler } = new Markdown().inline;
  ruler.enableOnly(name);
  return ruler.getRules('')[0]!;
}

function blockRule(name: string): BlockRule {
  const { ruler } = new Markdown().block;
  ruler.enableOnly(name);
  return ruler.getRules('')[0]!;
}

const imageAsWritten: InlineRule = (state, silent) => {
  const start = state.pos;
  if (!image(state, true)) return false;
  if (!silent) state.pending += state.src.slice(start, state.pos);
  return true;
};

const NO_ADDRESS = /\]\(\s*\)$/;

const linkWithAddress: InlineRule = (state, silent) => {
  const start = state.pos;
  if (!link(state, true)) return false;
  const source = state.src.slice(start, state.pos);
  if (!NO_ADDRESS.test(source.slice(source.lastIndexOf(']')))) {
    if (silent) return true;
    state.pos = start;
    return link(state, false);
  }
  state.pos = start;
  return false;
};

const headingAsWritten: BlockRule = (state, start, end, silent) => {
  if (!lheading(state, start, end, silent)) return false;
  const [opening, text, closing] = state.tokens.slice(-3);
  [opening!.type, opening!.tag] = ['paragraph_open', 'p'];
  [closing!.type, closing!.tag] = ['paragraph_close', 'p'];
  const underline = state.getLines(state.line - 1, state.line, state.blkIndent, false);
  text!.content += `\n${underline.trim()}`;
  return true;
};

function withinDepth(rule: BlockRule): BlockRule {
  return (state, ...rest) => state.level < MAX_DEPTH && rule(state, ...rest);
}
