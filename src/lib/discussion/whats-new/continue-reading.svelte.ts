/** Where the reader stopped in a verdict. */
export interface Place {
  /** Of its element. */
  id: string;
  heading: string;
}

const SECTIONS = 'section[id^="s-"]';
const DISCUSSION = 'talk';

/**
 * The section to offer to a reader who returns: not the first, and only from the top of the page, because an address with
 * a fragment, or the browser, leads to a place of its own.
 */
export function placeToContinue(section: string | null): Place | null {
  if (!section || section === DISCUSSION || location.hash !== '' || scrollY > innerHeight / 2) return null;
  const element = document.getElementById(section);
  if (!element?.matches(SECTIONS) || element === document.querySelector(SECTIONS)) return null;
  return { id: section, heading: element.querySelector('h2 a')?.textContent.trim() || 'where you stopped' };
}

/** Says which section is being read, once the reader has scrolled: a page that was only opened is at its first one. */
export function watchSections(onSection: (id: string) => void, signal: AbortSignal): void {
  let current: string | undefined;
  let hasScrolled = false;
  const tell = () => hasScrolled && current && onSection(current);
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) current = target.id;
      tell();
    },
    // A line at a third of the window.
    { rootMargin: '-33% 0px -66% 0px' },
  );
  for (const element of document.querySelectorAll(`${SECTIONS}, #${DISCUSSION}`)) observer.observe(element);
  const onScroll = () => {
    hasScrolled = true;
    tell();
  };
  addEventListener('scroll', onScroll, { once: true, passive: true, signal });
  signal.addEventListener('abort', () => observer.disconnect());
}
