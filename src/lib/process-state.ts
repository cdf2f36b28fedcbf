/**
 * State that the process has once. Module variables can't hold it: SvelteKit's bundle, the entry and every hot reload
 * have separate copies of each module.
 */
export function processState<T>(name: string): { value?: T | undefined } {
  const key = Symbol.for(`copecheck.${name}`);
  const states = globalThis as { [key]?: { value?: T } };
  return (states[key] ??= {});
}
