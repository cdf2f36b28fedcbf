import { expect, test } from 'vitest';
import { formFault } from './refused-form.ts';

const refused = { code: 'invalid-input', message: 'Some fields.', errors: {}, values: { kind: 'remove' } };

test('a fault is shown at the refused decision’s form, with the field’s message', () => {
  expect(formFault(refused, ['keep', 'remove'])).toEqual({ says: 'Some fields.', at: 'remove' });
  const field = { ...refused, errors: { reason: 'Choose a reason.' } };
  expect(formFault(field, ['remove'])).toEqual({ says: 'Choose a reason.', at: 'remove' });
});

test('a fault is shown above all forms if its form is gone or may be', () => {
  expect(formFault(refused, ['keep']).at).toBeNull();
  expect(formFault({ ...refused, code: 'case-changed' }, ['remove'])).toEqual({
    says: 'Some fields.',
    at: null,
  });
  expect(formFault(null, ['remove'])).toEqual({ says: null, at: null });
});
