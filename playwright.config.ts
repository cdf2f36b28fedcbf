export { default } from './.config/playwright.config.ts';
