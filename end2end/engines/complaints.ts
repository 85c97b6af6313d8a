// Which messages of a browser's console are about pages under test. A browser also talks to itself there.

/** Shop, sandbox and the collector's own test pages are all served from this machine. */
export const ours = (text: string) => /https?:\/\/(127\.0\.0\.1|localhost)[:/]/.test(text);
