import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_SOURCE, readSource } from './source.ts';

test.each([
  ['https://example.org/a?b=c#d', 'https://example.org/a?b=c#d'],
  [' HTTPS://Example.ORG./Paper ', 'https://example.org/Paper'],
  // The letters of the second are Cyrillic: readers see another host.
  ['https://pаypal.com/', 'https://xn--pypal-4ve.com/'],
  ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
  ['https://doi.org/10.1000/182', 'https://doi.org/10.1000/182'],
])('%s is a source', (written, read) => {
  expect(readSource(written)).toBe(read);
});

test.each([
  'http://example.org/',
  'javascript:alert(1)',
  'https:example.org',
  'https://ada:secret@example.org/',
  'https://ada@example.org/',
  'https://example.org:8443/',
  'https://localhost/',
  'https://printer.local/',
  'https://site.internal/',
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://[::1]/',
  'https://example/',
  'https://example.org\\@evil.example/',
  'https://example.org/a b',
  'https://exam\nple.org/',
  'https://example.org/\u202egnp.exe',
  `https://example.org/${'a'.repeat(MAX_SOURCE)}`,
  `https://example.org/${'ä'.repeat(200)}`,
  '',
])('%j is refused', (written) => {
  expect(readSource(written)).toBeNull();
});

test('what is stored is read as the same address again, and leads to a host with a dot', () => {
  const tail = fc.string({ unit: fc.constantFrom(...'aä/?#%"<>:@.&= \\[]') });
  fc.assert(
    fc.property(tail, (text) => {
      const read = readSource(`https://example.org${text}`);
      if (read === null) return;
      expect(readSource(read)).toBe(read);
      expect(new URL(read).hostname).toMatch(/^[a-z0-9.-]+\.[a-z0-9-]+$/);
      expect(read).not.toMatch(/["<>\s]/);
    }),
  );
});
