import { expect, test } from 'vitest';
import { markup, trusted } from './markup.ts';

test('values are escaped in text and in attributes; markup, and what the sanitiser made, are not', () => {
  const name = `<img src=x onerror="alert('1')">&`;
  const { text } = markup`<p title="${name}">${name} ${markup`<b>${1}</b>`}${trusted('<em>safe</em>')}</p>`;
  expect(text).toBe(
    `<p title="&#60;img src=x onerror=&#34;alert(&#39;1&#39;)&#34;&#62;&#38;">` +
      `&#60;img src=x onerror=&#34;alert(&#39;1&#39;)&#34;&#62;&#38; <b>1</b><em>safe</em></p>`,
  );
});

test('false, null and undefined leave nothing, and 0 stays', () => {
  expect(markup`${false}${null}${undefined}${0}${[false, 'a', markup`<i>`]}`.text).toBe('0a<i>');
});
