import { useClock } from '#lib/ui/clock.svelte.ts';
import { secondsUntil } from '#lib/discussion/posting/heat.ts';

/**
 * Seconds until the moment that `until` names (milliseconds since 1970; 0: none), counted down by the server's clock.
 * Call it while a component is set up.
 */
export function countdown(until: () => number): { readonly left: number } {
  const clock = useClock();
  let now = $state(clock.now);
  const left = $derived(secondsUntil(until(), new Date(now)));
  $effect(() => {
    if (until() === 0) return;
    const tick = () => (now = Date.now() + clock.ahead);
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  });
  return {
    get left() {
      return left;
    },
  };
}
