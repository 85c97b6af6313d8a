// Where a story is told. One without a tag is told on a desktop in English and on a phone in Korean. A tag is for what
// does not depend on the device, or is not there on the other.

export const onDesktop = { tag: '@desktop' };
export const onPhone = { tag: '@phone' };
/** What only this browser can do, or lets a test do. */
export const inChromium = { tag: '@chromium' };

/** The tags of stories that are told elsewhere, for a project's `grepInvert`. */
export const elsewhere = (...tags: { tag: string }[]) => tags.map(({ tag }) => new RegExp(tag));
