// Global setup of vitest and Playwright for tests that start the built site: builds it if it is stale.
import { build, isSetUp } from './setup.mjs';

export default async function setup() {
  if (!isSetUp()) await build();
}
