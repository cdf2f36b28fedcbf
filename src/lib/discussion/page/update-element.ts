/**
 * Updates the element of a comment to `markup`. What stays the same keeps its elements, and with them the focus, a press
 * in progress and the selection. Our own, because a library for this is 3 kB of the 75 kB that a page may load until it
 * is live, and a comment has few elements in a fixed order.
 */
export function updateElement(element: Element, markup: string): void {
  const template = document.createElement('template');
  template.innerHTML = markup;
  update(element, template.content.firstElementChild!);
}

function update(from: Element, to: Element): void {
  if (from.isEqualNode(to) || isSameTime(from, to)) return;
  for (const { name } of [...from.attributes])
    // Without its tabindex (focus.ts), an element would lose the focus.
    if (!to.hasAttribute(name) && name !== 'tabindex') from.removeAttribute(name);
  for (const { name, value } of to.attributes) from.setAttribute(name, value);
  const old = [...from.childNodes];
  const next = [...to.childNodes];
  next.forEach((node, i) => {
    const known = old[i];
    if (!known) from.append(node);
    else if (known instanceof Element && node instanceof Element && isSameKind(known, node))
      update(known, node);
    else known.replaceWith(node);
  });
  for (const node of old.slice(next.length)) node.remove();
}

/** Whether they do the same. */
function isSameKind(a: Element, b: Element): boolean {
  const isEqual = (name: string) => a.getAttribute(name) === b.getAttribute(name);
  return a.tagName === b.tagName && ['name', 'class', 'data-act'].every(isEqual);
}

/** Its age and title are kept up to date by keep-times.ts. */
function isSameTime(a: Element, b: Element): boolean {
  return a instanceof HTMLTimeElement && b instanceof HTMLTimeElement && a.dateTime === b.dateTime;
}
