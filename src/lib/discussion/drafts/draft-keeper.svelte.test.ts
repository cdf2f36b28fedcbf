import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keptInMemory } from '../../../../tests/support/kept-in-memory.ts';
import { Draft } from './draft.svelte.ts';
import { DraftKeeper } from './draft-keeper.svelte.ts';
import { draftsAt, entryKey, putDraft, type Owner } from './saved-drafts.ts';
import { takeOldTexts, unsentOn } from './unsent.ts';

beforeEach(() => {
  keptInMemory();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A composer in a tab. */
function composer(tab: string, owner: Owner = 'ada', body = '') {
  vi.advanceTimersByTime(1);
  const draft = new Draft('v.top', { body });
  const keeper = new DraftKeeper(draft, owner, { writer: tab });
  const type = (text: string) => {
    vi.advanceTimersByTime(1);
    draft.body = text;
    draft.typed();
    keeper.save();
  };
  const tell = (key: string) => keeper.putBack({ key, newValue: localStorage.getItem(key) } as StorageEvent);
  return { draft, keeper, type, tell };
}

test('a text is there again after a reload, until it is sent', () => {
  composer('one').type('To be continued');
  const later = composer('one');
  expect(later.draft.body).toBe('To be continued');
  later.draft.sent('To be continued');
  expect(composer('one').draft.body).toBe('');
});

test('a text about a passage is there again with the passage, until it is sent', () => {
  const anchor = { section: 'a', quote: 'The passage.' };
  const { draft, type } = composer('one');
  draft.anchor = anchor;
  type('About it');
  const later = composer('one');
  expect(later.draft.anchor).toEqual(anchor);
  later.draft.sent('About it');
  expect([later.draft.anchor, composer('one').draft.anchor]).toEqual([null, null]);
});

test('a text that was typed before the saved one arrived stays, and the saved one is offered', () => {
  composer('one').type('Saved before.');
  const { draft, keeper } = composer('one', 'ada', '');
  draft.discard();
  putDraft('ada', 'v.top', { writer: 'one', text: 'Saved before.', at: 1 });
  const early = new Draft('v.top');
  early.body = 'Typed at once';
  const late = new DraftKeeper(early, 'ada', { writer: 'one' });
  late.save();
  expect(early.body).toBe('Typed at once');
  expect(late.offers.map(({ text }) => text)).toEqual(['Saved before.']);
  late.use(late.offers[0]!);
  expect([early.body, late.offers.map(({ text }) => text)]).toEqual(['Saved before.', ['Typed at once']]);
  expect(keeper.offers).toEqual([]);
});

test('a saved text that arrives while the reader is in the field is offered, and not put under the cursor', () => {
  composer('one').type('From the first tab.');
  const draft = new Draft('v.top');
  const keeper = new DraftKeeper(draft, 'ada', { writer: 'two', isTyping: true });
  expect([draft.body, keeper.offers.map(({ text }) => text)]).toEqual(['', ['From the first tab.']]);
  keeper.use(keeper.offers[0]!);
  expect([draft.body, keeper.offers]).toEqual(['From the first tab.', []]);
});

describe('two tabs', () => {
  test('don’t overwrite each other’s text, and each gets its own back', () => {
    const [one, two] = [composer('one'), composer('two')];
    one.type('From the first tab.');
    two.type('From the second tab.');
    one.type('From the first tab, longer.');
    expect(composer('two').draft.body).toBe('From the second tab.');
    expect(composer('one').draft.body).toBe('From the first tab, longer.');
  });

  test('sending in one leaves what was written in the other', () => {
    const [one, two] = [composer('one'), composer('two')];
    one.type('From the first tab.');
    two.type('From the second tab.');
    two.draft.sent('From the second tab.');
    expect([two.draft.body, one.draft.body]).toEqual(['', 'From the first tab.']);
    expect(draftsAt('ada', 'v.top').map(({ text }) => text)).toEqual(['From the first tab.']);
  });

  test('the same text in both is gone when one sends it', () => {
    const [one, two] = [composer('one'), composer('two')];
    one.type('The same.');
    two.type('The same.');
    two.draft.sent('The same.');
    expect(draftsAt('ada', 'v.top')).toEqual([]);
  });

  test('a new tab gets the latest text; sent with changes, it doesn’t return once the first tab is closed', () => {
    composer('one').type('Begun');
    const two = composer('two');
    expect(two.draft.body).toBe('Begun');
    two.type('Begun, and finished.');
    two.draft.sent('Begun, and finished.');
    expect(composer('three').draft.body).toBe('');
  });

  test('a tab that is still open with the text that another one took and sent saves it again', () => {
    const one = composer('one');
    one.type('Begun');
    const two = composer('two');
    two.type('Something else.');
    two.draft.sent('Something else.');
    one.tell(entryKey('ada', 'v.top', 'one'));
    expect(composer('three').draft.body).toBe('Begun');
  });
});

describe('a refused text', () => {
  const refused = { writer: 'nonce', text: 'Refused.', at: 5, fault: 'Write something new.', nonce: 'nonce' };

  test('is in the empty composer with its fault after each reload, until it is discarded', () => {
    putDraft('ada', 'v.top', refused);
    for (const tab of ['one', 'one', 'two']) {
      const { draft, keeper } = composer(tab);
      expect([draft.body, draft.fault, draft.nonce]).toEqual(['Refused.', 'Write something new.', 'nonce']);
      expect(keeper.offers).toEqual([]);
    }
    composer('one').draft.discard();
    expect(composer('two').draft.body).toBe('');
  });

  test('is offered beside another text, and can be discarded', () => {
    const { draft, keeper, type } = composer('one');
    type('The next one');
    putDraft('ada', 'v.top', refused);
    expect(keeper.update()).toBe(false);
    expect([draft.body, keeper.offers.map(({ fault }) => fault)]).toEqual([
      'The next one',
      ['Write something new.'],
    ]);
    keeper.drop(keeper.offers[0]!);
    expect([keeper.offers, draftsAt('ada', 'v.top').length]).toEqual([[], 1]);
  });
});

describe('accounts', () => {
  test('a text is shown to its account only', () => {
    composer('one').type('Ada’s.');
    for (const owner of ['grace', null]) expect(composer('one', owner).draft.body).toBe('');
    expect(composer('one', 'ada').draft.body).toBe('Ada’s.');
  });

  test('in an open page, the text is put away when the account changes, and returns with it', () => {
    const { draft, keeper, type } = composer('one');
    type('Ada’s.');
    keeper.setOwner(null);
    expect([draft.body, keeper.putAway]).toEqual(['', true]);
    // The page was created again for the reader of now.
    expect(composer('one', null).keeper.putAway).toBe(true);
    keeper.setOwner('grace');
    expect(draft.body).toBe('');
    type('Grace’s.');
    keeper.setOwner('ada');
    expect(draft.body).toBe('Ada’s.');
    expect(composer('one', 'grace').draft.body).toBe('Grace’s.');
  });

  test('an anonymous text moves into the account that its tab signs in to, once', () => {
    composer('one', null).type('Nobody’s yet.');
    expect(composer('two', 'grace').draft.body).toBe('');
    expect(composer('one', 'ada').draft.body).toBe('Nobody’s yet.');
    for (const owner of [null, 'grace']) expect(composer('one', owner).draft.body).toBe('');
  });

  test('so does one that is in the field while its reader signs in elsewhere', () => {
    const { draft, keeper, type } = composer('one', null);
    type('Nobody’s yet.');
    keeper.setOwner('ada');
    expect(draft.body).toBe('Nobody’s yet.');
    expect([draftsAt(null, 'v.top'), composer('one').draft.body]).toEqual([[], 'Nobody’s yet.']);
  });

  test('one that another tab wrote moves only with the reader who presses “Sign in” below it', () => {
    composer('one', null).type('Nobody’s yet.');
    composer('two', null);
    expect(composer('two', 'grace').draft.body).toBe('');
    composer('three', null).keeper.claim();
    expect(composer('three', 'ada').draft.body).toBe('Nobody’s yet.');
  });

  test('an account’s own text is kept beside the anonymous one', () => {
    composer('one').type('Ada’s.');
    composer('one', null).type('Nobody’s yet.');
    const { draft, keeper } = composer('one');
    expect([draft.body, keeper.offers.map(({ text }) => text)]).toEqual(['Nobody’s yet.', ['Ada’s.']]);
  });
});

test('texts saved before they had owners are shown to no one; unsent comments named theirs, and stay', () => {
  const unsent = { nonce: 'n', slug: 'v', parentId: null, body: 'Hi.', username: 'ada', at: '2026-01-01' };
  localStorage.setItem('copecheck.draft.v.top', 'Whose is this?');
  localStorage.setItem('copecheck.unsent', JSON.stringify([unsent]));
  takeOldTexts();
  expect(composer('one').draft.body).toBe('');
  expect(localStorage.getItem('copecheck.draft.v.top')).toBeNull();
  expect([unsentOn('v', 'ada'), unsentOn('v', 'grace')]).toEqual([[unsent], []]);
});
