import { expect, test } from 'vitest';
import { formFault } from './refused-form.ts';

const refused = { code: 'invalid-input', message: 'Some fields.', errors: {}, values: { kind: 'remove' } };

test('a fault is said at the decision whose form was refused, in the words of the field', () => {
  expect(formFault(refused, ['keep', 'remove'])).toEqual({ says: 'Some fields.', at: 'remove' });
  const field = { ...refused, errors: { reason: 'Choose a reason.' } };
  expect(formFault(field, ['remove'])).toEqual({ says: 'Choose a reason.', at: 'remove' });
});

test('it is said above all forms where that one is gone, or may be', () => {
  expect(formFault(refused, ['keep']).at).toBeNull();
  expect(formFault({ ...refused, code: 'case-changed' }, ['remove'])).toEqual({
    says: 'Some fields.',
    at: null,
  });
  expect(formFault(null, ['remove'])).toEqual({ says: null, at: null });
});
