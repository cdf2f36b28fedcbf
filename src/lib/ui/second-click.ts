/**
 * Tells the later clicks of a double click, for controls on which they would undo the first. Two presses in no hurry, or
 * by keyboard, are both meant.
 */
export function secondClicks(): (event: MouseEvent, control: Element) => boolean {
  let last: Element | null = null;
  return ({ detail }, control) => {
    const isSecond = detail > 1 && control === last;
    last = control;
    return isSecond;
  };
}
