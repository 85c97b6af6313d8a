// Finds things as shoppers do: by what they are and what they say. `seek` runs inside the page of any engine.

export interface Wanted {
  role: 'heading' | 'button' | 'link' | 'textbox' | 'radio' | 'checkbox' | 'option' | 'text';
  /** All that it says, or a part of it as a regular expression. */
  name: string | RegExp;
  /** Only inside what this selector finds. */
  within?: string;
}

/** A `Wanted` as it travels into the page. */
export interface Sought {
  css: string;
  text: string;
  pattern: string | undefined;
  within: string | undefined;
}

const SELECTORS: Record<Wanted['role'], string> = {
  heading: 'h1',
  button: 'button',
  link: 'a[href]',
  textbox: 'input:not([type=radio], [type=checkbox], [type=hidden]), textarea',
  radio: 'input[type=radio]',
  checkbox: 'input[type=checkbox]',
  // The tile of a radio button, which covers it and is what people click.
  option: 'label',
  text: 'p, li, dd, dt, strong, [role=alert], [role=status]',
};

export function sought({ role, name, within }: Wanted): Sought {
  const exact = typeof name === 'string';
  return { css: SELECTORS[role], text: exact ? name : '', pattern: exact ? undefined : name.source, within };
}

export const describe = ({ role, name, within }: Wanted) => `${role} ${name}${within ? ` in ${within}` : ''}`;

/** Must not use anything from outside itself: its text is sent to the browser. */
export function seek({ css, text, pattern, within }: Sought): Element | null {
  // Whoever looks for what is visible before the styles are there has them computed without: Firefox complains of it.
  if (document.readyState !== 'complete') return null;
  const plain = (words: string | null) => (words ?? '').replace(/\s+/g, ' ').trim();
  const shown = (node: Element) => getComputedStyle(node).display !== 'none' && node.ariaHidden !== 'true';
  const words = (node: Node): string => {
    if (node instanceof Text) return node.data;
    return node instanceof Element && shown(node) ? [...node.childNodes].map(words).join('') : '';
  };
  const said = (node: Element) => plain(words(node));
  const named = (node: Element): string => {
    const labels = (node as HTMLInputElement).labels;
    if (labels?.length) return [...labels].map(said).join(' ');
    return plain(node.ariaLabel) || said(node);
  };
  const seen = (node: Element) => getComputedStyle(node).visibility === 'visible';
  const visible = (node: Element) => node.getClientRects().length > 0 && seen(node);
  const fits = (name: string) => (pattern === undefined ? name === text : new RegExp(pattern).test(name));
  const places = within === undefined ? [document] : [...document.querySelectorAll(within)];
  const all = places.flatMap((place) => [...place.querySelectorAll(css)]);
  return all.find((node) => visible(node) && fits(named(node))) ?? null;
}

/** Where nothing that sticks to the edges of the screen lies over the element. */
export const toMiddle = (node: Element) => node.scrollIntoView({ block: 'center', behavior: 'instant' });
