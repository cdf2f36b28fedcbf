interface Kept {
  value: string;
  options: Record<string, unknown>;
}

/** SvelteKit's cookies of a browser. `maxAge: 0` deletes a cookie, as in browsers. */
export class CookieJar {
  readonly kept = new Map<string, Kept>();

  get(name: string): string | undefined {
    return this.kept.get(name)?.value;
  }

  set(name: string, value: string, options: object): void {
    if ('maxAge' in options && options.maxAge === 0) this.kept.delete(name);
    else this.kept.set(name, { value, options: { ...options } });
  }

  /** As a `Cookie` header. */
  get header(): string {
    return [...this.kept].map(([name, { value }]) => `${name}=${value}`).join('; ');
  }
}
