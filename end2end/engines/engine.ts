// What a story needs of a browser, whatever its engine and protocol. Stories are written against this alone.

import type { Lang } from '../support/words.ts';
import type { Wanted } from './find.ts';

const ENGINES = ['firefox', 'webkit', 'chromium'] as const;

export type EngineName = (typeof ENGINES)[number];

export const isEngine = (name: string): name is EngineName => (ENGINES as readonly string[]).includes(name);

export interface Device {
  name: 'desktop' | 'phone';
  lang: Lang;
  width: number;
  height: number;
}

/** Each language is on one kind of device, so that every story is told in both. */
export const DEVICES: Record<Device['name'], Device> = {
  desktop: { name: 'desktop', lang: 'en', width: 1280, height: 800 },
  phone: { name: 'phone', lang: 'ko', width: 412, height: 839 },
};

/** The Accept-Language that goes with a language. */
export const locale = ({ lang }: Device) => (lang === 'ko' ? 'ko-KR' : 'en-US');

/** One browser program on one kind of device. Each visitor begins without cookies, cache and history. */
export interface Engine {
  visitor(settings: { javascript: boolean }): Promise<Tab>;
  close(): Promise<void>;
}

/** Something in a document that can be clicked. */
export interface Control {
  click(): Promise<void>;
}

/** A document that is looked at and operated: a tab's, a frame's or a popup's. */
export interface Surface {
  /** Runs a function of the test's own in the document, even where the page's own scripts are turned off. */
  run<A extends unknown[], R>(script: (...args: A) => R, ...args: A): Promise<R>;
  /** Undefined while there is no such thing to be seen. */
  find(wanted: Wanted): Promise<Control | undefined>;
}

export type KeyName = 'Tab' | 'Enter' | 'Space' | 'ArrowDown' | 'ArrowUp';

export interface Cookie {
  name: string;
  value: string;
}

export interface Tab extends Surface {
  open(url: string): Promise<void>;
  back(): Promise<void>;
  url(): Promise<string>;
  /** Goes to what has the focus, in whichever frame that is. */
  press(key: KeyName): Promise<void>;
  /** As `press`, character by character. */
  type(text: string): Promise<void>;
  /** Types through an input method's composition; undefined where the protocol has no way to do that. */
  compose?(stages: string[]): Promise<void>;
  frame(css: string): Promise<Surface | undefined>;
  /** The window that a page of this tab has opened, while it is open. */
  popup(): Promise<Surface | undefined>;
  /** Takes over another visitor's identity at this origin. */
  takeCookies(origin: string, cookies: Cookie[]): Promise<void>;
  /** All that the console has said so far on any page, frame or popup of this visitor, and what the network refused. */
  complaints(): Promise<string[]>;
  close(): Promise<void>;
}
