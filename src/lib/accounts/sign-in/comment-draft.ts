/**
 * A comment that somebody wrote before having an account, carried through sign-up and sign-in in hidden fields: the
 * way for browsers without JavaScript, which have nowhere else to keep it. It is never stored on the way.
 */
export interface CommentDraft {
  draft: string;
  /** The slug of the verdict it is about. */
  draftVerdict: string;
  draftParent?: string;
  /** The quoted passage, as the composer's form writes it. */
  draftAnchor?: string;
  draftNonce?: string;
}

// What is carried, and what the composer's own form calls it: its button can post straight to these pages.
const NAMES = {
  draft: 'body',
  draftParent: 'parentId',
  draftAnchor: 'anchor',
  draftNonce: 'nonce',
} as const;

type Fields = Record<string, unknown>;
type Carried = Partial<Record<keyof typeof NAMES, string>>;

/** The draft in a form's fields, or null where there is none that could be sent anywhere. */
export function commentDraftOf(fields: Fields, verdict = fields['draftVerdict']): CommentDraft | null {
  const { draft, ...rest } = carried(fields);
  if (!draft?.trim() || typeof verdict !== 'string' || !/^[a-z0-9][a-z0-9-]{0,199}$/.test(verdict))
    return null;
  // Forms send lines ended by CR LF; sent twice, they must not become blank lines.
  return { draft: draft.replace(/\r\n/g, '\n'), draftVerdict: verdict, ...rest };
}

function carried(fields: Fields): Carried {
  const entries = Object.entries(NAMES).map(([ours, theirs]) => [ours, fields[ours] || fields[theirs]]);
  return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string' && value)) as Carried;
}

/** The draft as the fields of the composer's form, ready to be posted to the verdict. */
export function composerFields(draft: CommentDraft): { name: string; value: string }[] {
  return Object.entries(NAMES)
    .filter(([ours]) => ours !== 'draft')
    .map(([ours, theirs]) => ({ name: theirs, value: draft[ours as keyof CommentDraft] ?? '' }))
    .filter(({ value }) => value !== '');
}
