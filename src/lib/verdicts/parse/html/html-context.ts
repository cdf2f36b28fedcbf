import {
  BLOCKS,
  DROPPED,
  boilerplateReason,
  IN_FORM,
  LISTS,
  PREFORMATTED,
  type EnclosingParts,
} from './html-elements.ts';
import { webAddress } from '#lib/verdicts/parse/head/labels.ts';

const ITEM_INDENT = 2;
const LEVEL_INDENT = 4;
// The limit for a row of a structured verdict.
const MAX_SPAN = 20;

export interface List {
  ordered: boolean;
  next: number;
}

export interface Item {
  /** The list marker of the item's first line; "" after that line. */
  marker: string;
  indent: number;
  boilerplate: boolean;
}

export interface Row {
  start: number;
  gapAbove: boolean;
  cells: { start: number; header: boolean; span: number }[];
  /** The row lays out parts of the page, not data. */
  layout: boolean;
}

/** Properties of the text inside an element, mostly inherited. */
export interface Context {
  name: string;
  inside: EnclosingParts;
  dropped: boolean;
  preformatted: boolean;
  boilerplate: string | null;
  /** Reasons that don't count as boilerplate on this page. */
  ignoredReasons: Set<string | null>;
  link: string | null;
  /** An inline element that CSS probably separates from its neighbour. */
  separate: boolean;
  heading: number | null;
  /** Nesting depth of lists. */
  depth: number;
  list: List | null;
  item: Item | null;
  row: Row | null;
  /** The table's role says that it is for layout. */
  layout: boolean;
}

export type Attributes = Record<string, string>;

export const OUTERMOST: Context = {
  name: '',
  inside: { part: false, work: false },
  dropped: false,
  preformatted: false,
  boilerplate: null,
  ignoredReasons: new Set(),
  link: null,
  separate: false,
  heading: null,
  depth: 0,
  list: null,
  item: null,
  row: null,
  layout: false,
};

/** Also advances the number of an ordered list. */
export function contextInside(outer: Context, name: string, attributes: Attributes): Context {
  const context: Context = {
    ...outer,
    name,
    inside: surroundings(outer.inside, name),
    dropped: outer.dropped || DROPPED.has(name),
    preformatted: outer.preformatted || PREFORMATTED.has(name),
    boilerplate: boilerplateOf(outer, name, attributes),
    link: (name === 'a' ? webAddress((attributes['href'] ?? '').trim()) : null) ?? outer.link,
    separate: !BLOCKS.has(name) && (name === 'a' || name === 'button' || Boolean(attributes['class'])),
    heading: /^h[1-6]$/.test(name) ? Number(name[1]) : outer.heading,
  };
  if (LISTS.has(name)) return { ...context, depth: outer.depth + 1, list: listOf(name, attributes) };
  // Browsers indent descriptions below their term.
  if (name === 'dd')
    return {
      ...context,
      item: { marker: '', indent: ITEM_INDENT, boilerplate: context.boilerplate !== null },
    };
  if (name === 'li') return { ...context, item: itemOf(context, attributes) };
  if (name === 'table') return { ...context, row: null, layout: isLayout(attributes) };
  if (name === 'td' || name === 'th') return { ...context, depth: 0, list: null, item: null, heading: null };
  return context;
}

export function spanOf(attributes: Attributes): number {
  return Math.min(wholeNumber(attributes['colspan']) || 1, MAX_SPAN);
}

function surroundings({ part, work }: EnclosingParts, name: string): EnclosingParts {
  return {
    part: part || name === 'main' || name === 'article' || name === 'section',
    work: work || name === 'article' || name === 'blockquote',
  };
}

/** Some sites wrap the whole page in a form, so main content in a form isn't boilerplate. */
function boilerplateOf(outer: Context, name: string, attributes: Attributes): string | null {
  const isMain = name === 'main' || name === 'article';
  if (outer.boilerplate !== null) return isMain && outer.boilerplate === IN_FORM ? null : outer.boilerplate;
  const reason = boilerplateReason(name, attributes, outer.inside);
  return outer.ignoredReasons.has(reason) ? null : reason;
}

function listOf(name: string, attributes: Attributes): List {
  return { ordered: name === 'ol', next: wholeNumber(attributes['start']) ?? 1 };
}

function itemOf({ list, depth, boilerplate }: Context, attributes: Attributes): Item {
  const indent = ITEM_INDENT + LEVEL_INDENT * (Math.max(depth, 1) - 1);
  const item = { marker: '- ', indent, boilerplate: boilerplate !== null };
  if (!list?.ordered) return item;
  const number = wholeNumber(attributes['value']) ?? list.next;
  list.next = number + 1;
  return { ...item, marker: `${number}. ` };
}

function isLayout(attributes: Attributes): boolean {
  return /^(?:presentation|none)$/i.test((attributes['role'] ?? '').trim());
}

function wholeNumber(text = ''): number | null {
  return /^\s*\d{1,6}\s*$/.test(text) ? Number(text) : null;
}
