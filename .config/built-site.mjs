// Before tests that start the built site (vitest's and Playwright's global set-up): builds it if it is stale.
import { build, isSetUp } from './setup.mjs';

export default async function setup() {
  if (!isSetUp()) await build();
}
