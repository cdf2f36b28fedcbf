import { typographic, typographicTexts } from '#lib/typographic.ts';
import type { VerdictListItem } from './list-item-view.ts';

export const typographicItem = (item: VerdictListItem): VerdictListItem => ({
  ...item,
  title: typographic(item.title),
  classifications: typographicTexts(item.classifications),
});
