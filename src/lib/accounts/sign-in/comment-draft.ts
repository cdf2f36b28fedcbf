/** A comment written while signed out, carried through sign-up and sign-in in hidden fields for browsers without JavaScript. */
export interface CommentDraft {
  draft: string;
  /** The verdict's slug. */
  draftVerdict: string;
  draftParent?: string;
  /** The quoted passage, in the format of the composer's form. */
  draftAnchor?: string;
  draftNonce?: string;
}

// Hidden fields, and their names in the composer's form, which can post to these pages.
const COMPOSER_NAMES = {
  draft: 'body',
  draftParent: 'parentId',
  draftAnchor: 'anchor',
  draftNonce: 'nonce',
} as const;

type Fields = Record<string, unknown>;
type DraftFields = Partial<Record<keyof typeof COMPOSER_NAMES, string>>;

/** The draft in a form's fields, or null if there is none that can be posted. */
export function commentDraftOf(fields: Fields, verdict = fields['draftVerdict']): CommentDraft | null {
  const { draft, ...rest } = draftFields(fields);
  if (!draft?.trim() || typeof verdict !== 'string' || !/^[a-z0-9][a-z0-9-]{0,199}$/.test(verdict))
    return null;
  // Forms send CR LF, which must not become blank lines when sent twice.
  return { draft: draft.replace(/\r\n/g, '\n'), draftVerdict: verdict, ...rest };
}

function draftFields(fields: Fields): DraftFields {
  const entries = Object.entries(COMPOSER_NAMES).map(([ours, theirs]) => [
    ours,
    fields[ours] || fields[theirs],
  ]);
  return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string' && value)) as DraftFields;
}

/** The words of the passage that the draft is about, as its composer shows them; "" if there are none. */
export function quoteOf({ draftAnchor = '' }: CommentDraft): string {
  try {
    const { quote } = JSON.parse(draftAnchor) as { quote?: unknown };
    return typeof quote === 'string' ? quote : '';
  } catch {
    return '';
  }
}

/** The draft as the fields of the composer's form. */
export function composerFields(draft: CommentDraft): { name: string; value: string }[] {
  return Object.entries(COMPOSER_NAMES)
    .filter(([ours]) => ours !== 'draft')
    .map(([ours, theirs]) => ({ name: theirs, value: draft[ours as keyof CommentDraft] ?? '' }))
    .filter(({ value }) => value !== '');
}
