/** What a document's name says, and what its safe copy is called. Pure. */

/** `PDF` of `Invoice.pdf`; nothing where the name has no ending. */
export const extensionOf = (name: string): string => /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toUpperCase() ?? '';

/** Beside the original in a folder of downloads, both can be told apart. */
export const nameOfSafeCopy = (name: string): string => `${name.replace(/\.[a-z0-9]{1,5}$/i, '')} (safe).pdf`;
