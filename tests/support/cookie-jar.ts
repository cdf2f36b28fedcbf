interface Kept {
  value: string;
  options: Record<string, unknown>;
}

/** A browser's cookies, as SvelteKit shows them to the server. `maxAge: 0` takes a cookie away, as browsers do. */
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
