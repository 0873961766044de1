/** Where a clamd listens, as people write it in settings: `tcp://host:3310` or `unix:/path`. */
export type ClamdAddress = { readonly host: string; readonly port: number } | { readonly path: string };

const USUAL_PORT = 3310;

/** @returns undefined when the text is neither. */
export const parseClamdUrl = (text: string): ClamdAddress | undefined => {
  const url = URL.parse(text);
  if (!url || url.username || url.password || url.search || url.hash) return undefined;
  if (url.protocol === 'unix:') {
    return url.hostname === '' && url.pathname.startsWith('/') ? { path: decodeURIComponent(url.pathname) } : undefined;
  }
  if (url.protocol !== 'tcp:' || url.hostname === '' || !['', '/'].includes(url.pathname)) return undefined;
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port || USUAL_PORT) };
};
