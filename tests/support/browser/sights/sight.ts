import type { Page } from '@playwright/test';
import type { Who } from './stage.ts';

/** A page in a state to check, and how to get there. */
export interface Sight {
  who: Who;
  path: string;
  act?: (page: Page) => Promise<unknown>;
}

export type Sights = Record<string, Sight>;

export const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
