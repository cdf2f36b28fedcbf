const THRESHOLDS = Array.from({ length: 21 }, (_, i) => i / 20);

/** Says when half of an element, or half a window of it, has been on the screen. */
export function watchSeen(onSeen: (element: Element) => void): IntersectionObserver {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, intersectionRect, boundingClientRect } of entries) {
        const enough = Math.min(boundingClientRect.height, innerHeight) / 2;
        if (!isIntersecting || intersectionRect.height < enough) continue;
        observer.unobserve(target);
        onSeen(target);
      }
    },
    { threshold: THRESHOLDS },
  );
  return observer;
}
