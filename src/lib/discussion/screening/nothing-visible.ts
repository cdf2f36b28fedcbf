import type { Phase } from './screening.ts';

export const nothingVisible: Phase = ({ showsText }) =>
  showsText ? null : { act: 'refuse', code: 'nothing-visible', field: 'body' };
