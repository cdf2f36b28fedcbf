import type { FieldError } from '#lib/refusal.ts';

export const FORMAT_GUIDE = 'docs/verdict-format.md';

export interface InputError {
  pointer: string;
  message: string;
}

// A file in another format has an error in each field; the first ones are enough.
const MAX_SHOWN = 50;

export function inputErrors(errors: FieldError[]): InputError[] {
  return errors.map(({ path, message }) => ({ pointer: pointerOf(path), message }));
}

/** One error per line, below a pointer to the description of the format. */
export function formatErrors(errors: InputError[]): string {
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  const shown = errors
    .slice(0, MAX_SHOWN)
    .map(({ pointer, message }) => `  ${pointer || '(the whole file)'}: ${message.replaceAll('\n', ' ')}`);
  const more = errors.length > MAX_SHOWN ? [`  and ${errors.length - MAX_SHOWN} more`] : [];
  return [`${count}; the format is described in ${FORMAT_GUIDE}.`, ...shown, ...more].join('\n');
}

function pointerOf(path: string): string {
  if (path === '') return '';
  const segments = path.split('.').map((segment) => segment.replaceAll('~', '~0').replaceAll('/', '~1'));
  return `/${segments.join('/')}`;
}
