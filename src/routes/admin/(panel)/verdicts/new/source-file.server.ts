import { textFields } from '#lib/http/forms/form.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { MAX_SOURCE } from '#lib/verdicts/drafts/draft.ts';

/** The chosen file, or the pasted text. @throws Refusal with the file's problem */
export async function sourceFields(form: FormData): Promise<{ source: string; fileName: string | null }> {
  const pasted = textFields(form)['source'] ?? '';
  const file = form.get('file');
  // A browser sends an empty, unnamed file if none was chosen.
  if (!(file instanceof File) || (file.size === 0 && file.name === ''))
    return { source: pasted, fileName: null };
  if (pasted.trim() !== '') throw faulty('Paste a text or choose a file, not both.');
  if (file.size > MAX_SOURCE)
    throw faulty(
      `${file.name} is larger than ${MAX_SOURCE / 1024 / 1024} MB. A verdict’s page is not.`,
      'too-large',
    );
  return { source: await textOf(file), fileName: file.name };
}

async function textOf(file: File): Promise<string> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    if (!text.includes('\0')) return text.replace(/\r\n/g, '\n');
  } catch {
    // Not UTF-8: the same message as for other binary data.
  }
  throw faulty(`${file.name} isn’t text in UTF-8. Save it as UTF-8 text and choose it again.`);
}

function faulty(message: string, code: 'invalid-input' | 'too-large' = 'invalid-input'): Refusal {
  return new Refusal(code, { field: 'file', message });
}
