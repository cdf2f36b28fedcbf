import { describe, expect, it } from 'vitest';
import { commentDraftOf, composerFields, quoteOf } from './comment-draft.ts';

describe('a draft carried through sign-up', () => {
  it('comes from the composer as it was typed', () => {
    const draft = commentDraftOf({ body: 'One.\r\n\r\nTwo.', parentId: '', nonce: 'n-1' }, 'a-verdict');
    expect(draft).toEqual({ draft: 'One.\n\nTwo.', draftVerdict: 'a-verdict', draftNonce: 'n-1' });
  });

  it('survives being carried on, and goes back to the composer', () => {
    const first = commentDraftOf({ body: 'Text', parentId: 'p-1', anchor: '{"section":"s"}' }, 'a-verdict');
    const second = commentDraftOf({ ...first });
    expect(second).toEqual(first);
    expect(composerFields(second!)).toEqual([
      { name: 'parentId', value: 'p-1' },
      { name: 'anchor', value: '{"section":"s"}' },
    ]);
  });

  it.each([
    ['{"section":"s","quote":"A passage"}', 'A passage'],
    ['{"section":"s"}', ''],
    ['{"quote":1}', ''],
    ['null', ''],
    ['no JSON', ''],
    ['', ''],
  ])('shows the words of its passage %j', (anchor, quote) => {
    expect(quoteOf(commentDraftOf({ body: 'Text', anchor }, 'a-verdict')!)).toBe(quote);
  });

  it('is none without text, or where it could be sent nowhere', () => {
    expect(commentDraftOf({ draft: ' \n', draftVerdict: 'a-verdict' })).toBeNull();
    expect(commentDraftOf({ draft: 'Text' })).toBeNull();
  });

  it.each(['../admin', '//evil.example', 'a?/b', 'A B', ''])('is never sent to %j', (draftVerdict) => {
    expect(commentDraftOf({ draft: 'Text', draftVerdict })).toBeNull();
  });
});
