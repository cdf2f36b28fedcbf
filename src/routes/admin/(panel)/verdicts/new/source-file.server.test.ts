import { expect, test } from 'vitest';
import { MAX_SOURCE } from '#lib/verdicts/drafts/draft.ts';
import { sourceFields } from './source-file.server.ts';

const NO_FILE = new File([], '');

function form(source: string, file: File = NO_FILE): FormData {
  const fields = new FormData();
  fields.set('source', source);
  fields.set('file', file);
  return fields;
}

test('the source is what was pasted, or the file that was chosen, with one kind of line end', async () => {
  expect(await sourceFields(form('a\r\nb'))).toEqual({ source: 'a\nb', fileName: null });
  expect(await sourceFields(form(' ', new File(['\ufeffa\r\nb'], 'page.md')))).toEqual({
    source: 'a\nb',
    fileName: 'page.md',
  });
});

test.each([
  ['not both', 'text', new File(['text'], 'a.txt'), 'not both'],
  ['not UTF-8', '', new File([new Uint8Array([0x54, 0xe9])], 'latin.txt'), 'latin.txt isn’t text in UTF-8'],
  ['not binary', '', new File(['%PDF\0'], 'a.pdf'), 'a.pdf isn’t text'],
  ['not too large', '', new File(['a'.repeat(MAX_SOURCE + 1)], 'long.html'), 'long.html is larger than 1 MB'],
])('a file is refused at its field: %s', async (_, source, file, message) => {
  await expect(sourceFields(form(source, file))).rejects.toMatchObject({
    errors: [{ path: 'file', message: expect.stringContaining(message) }],
  });
});
